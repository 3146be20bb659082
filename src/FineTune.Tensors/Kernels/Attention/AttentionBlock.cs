namespace FineTune.Kernels;

/// <summary>
/// A run of a sequence's queries and the run of keys they reach together. Their probabilities are stored as rows of <paramref name="Stride"/>
/// floats from <paramref name="Offset"/> on, counted from where those of the sequence and head begin.
/// </summary>
/// <param name="FirstQuery">The first query of the sequence that is in it.</param>
/// <param name="QueryCount">How many there are.</param>
/// <param name="FirstKey">The first key, a whole multiple of sixteen.</param>
/// <param name="KeyCount">How many keys there are; none if no query reaches one.</param>
/// <param name="Stride">The number of keys, rounded up to whole groups of sixteen.</param>
/// <param name="Offset">Where the first row lies.</param>
internal readonly record struct AttentionBlock(int FirstQuery, int QueryCount, int FirstKey, int KeyCount, int Stride, int Offset);
