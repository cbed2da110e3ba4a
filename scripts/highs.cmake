# The solver's sources are compiled together by the dozen: that halves the time (CMake, UNITY_BUILD).
set(CMAKE_UNITY_BUILD ON)
