# The solver's sources are compiled together by the two dozen, without its own tests (CMake, UNITY_BUILD).
set(CMAKE_UNITY_BUILD ON)
set(CMAKE_UNITY_BUILD_BATCH_SIZE 24)
set(BUILD_TESTING OFF CACHE BOOL "")
# Cargo says how far to optimise: in the build of `make run` little. All together 165 s of processor time instead of 292.
if(NOT "$ENV{OPT_LEVEL}" STREQUAL "3")
    set(CMAKE_CXX_FLAGS_RELEASE "-O1 -DNDEBUG" CACHE STRING "")
endif()
