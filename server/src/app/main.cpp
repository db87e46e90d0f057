#include "app/command_line.h"

int main(int argc, char** argv) { return ax::app::run({argv + 1, argv + argc}); }
