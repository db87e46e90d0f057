#pragma once

#include "base/fold.h"
