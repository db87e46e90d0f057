# What nearly every file includes is parsed once: more than half of the time of a dev build from nothing. Each file still includes
# what it uses, so that it compiles without this too, as in the release build, whose optimiser takes most of the time anyway.
#
# Not target_precompile_headers(): that names absolute paths, and then clones in different folders share no objects by ccache.
set(AX_COMMON_HEADERS algorithm array charconv chrono coroutine expected functional map memory mutex optional set span stdexcept
                      string string_view unordered_map utility variant vector fmt/format.h)

# ax_common_headers(NAME HEADER...): NAME.h.pch in the build folder, for ax_precompiled().
# What the compiler says of its headers is as it is: below the directory it runs in. CMake would take it for this one, and ninja would make
# everything anew each time.
cmake_policy(SET CMP0116 OLD)
function(ax_common_headers name)
  list(TRANSFORM ARGN PREPEND "#include <" OUTPUT_VARIABLE lines)
  list(TRANSFORM lines APPEND ">\n")
  list(JOIN lines "" text)
  set(header ${CMAKE_BINARY_DIR}/${name}.h)
  file(CONFIGURE OUTPUT ${header} CONTENT "${text}" @ONLY)
  set(flags ${CMAKE_CXX${CMAKE_CXX_STANDARD}_STANDARD_COMPILE_OPTION} -DFMT_SHARED -DGTEST_HAS_PTHREAD=1)
  separate_arguments(configured UNIX_COMMAND "${CMAKE_CXX_FLAGS} ${CMAKE_CXX_FLAGS_DEV}")
  if(AX_SANITIZE)
    list(APPEND flags -fsanitize=${AX_SANITIZE} -fno-sanitize-recover=all)
  endif()
  # ccache takes the sum in the place of the bytes, which hold paths.
  string(SHA256 sum "${text} ${flags} ${configured} ${CMAKE_CXX_COMPILER_VERSION}")
  file(CONFIGURE OUTPUT ${header}.pch.sum CONTENT "${sum}\n" @ONLY)
  add_custom_command(
    OUTPUT ${header}.pch
    COMMAND ${CMAKE_CXX_COMPILER} ${configured} ${flags} -fpch-instantiate-templates -Xclang -fno-pch-timestamp -x c++-header
            -MD -MF ${name}.h.pch.d -MT ${name}.h.pch ${name}.h -o ${name}.h.pch
    DEPENDS ${header}
    DEPFILE ${header}.pch.d
    WORKING_DIRECTORY ${CMAKE_BINARY_DIR}
    COMMENT "Parsing common headers (${name})"
    VERBATIM)
  add_custom_target(${name} DEPENDS ${header}.pch)
endfunction()

# ax_precompiled(TARGET NAME): its sources begin with these headers. The path is relative to where Ninja runs the compiler.
function(ax_precompiled target name)
  if(NOT TARGET ${name})
    return()
  endif()
  target_compile_options(${target} PRIVATE "SHELL:-include-pch ${name}.h.pch")
  get_target_property(sources ${target} SOURCES)
  set_property(SOURCE ${sources} APPEND PROPERTY OBJECT_DEPENDS ${CMAKE_BINARY_DIR}/${name}.h.pch)
  add_dependencies(${target} ${name})
endfunction()

if(CMAKE_BUILD_TYPE STREQUAL "Dev" AND CMAKE_GENERATOR MATCHES "Ninja")
  ax_common_headers(ax_common ${AX_COMMON_HEADERS})
  if(AX_TESTS)
    ax_common_headers(ax_common_tests ${AX_COMMON_HEADERS} gmock/gmock.h gtest/gtest.h)
  endif()
endif()
