namespace FineTune.Runtime;

/// <summary>One kernel or phase: what it was, when it began and ended by the stopwatch, and the thread that called it.</summary>
internal readonly record struct ProfileEvent(object Key, long Begin, long End, int Thread, bool IsPhase);
