namespace FineTune.Runtime;

/// <summary>What the calls of a kernel took together, in ticks of the stopwatch, and the floating-point operations they stand for, where known.</summary>
internal readonly record struct ProfileTotal(long Ticks, long Calls, double Operations);
