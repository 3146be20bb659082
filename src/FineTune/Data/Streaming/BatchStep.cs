namespace FineTune.Data;

/// <summary>Makes of several examples at a time any number of others.</summary>
/// <param name="Source">What is read.</param>
/// <param name="Function">Gets examples and the number of the first, and returns what takes their place.</param>
/// <param name="BatchSize">How many examples it gets; 0 or less for all at once.</param>
/// <param name="DropLastBatch">Whether a last batch with fewer is left out.</param>
/// <param name="ReadsTables">Whether the reference reads tables, if there are any.</param>
internal sealed record BatchStep(
    ExampleStream Source,
    Func<IReadOnlyList<Example>, long, IEnumerable<Example>> Function,
    int BatchSize,
    bool DropLastBatch,
    bool ReadsTables) : StreamStep(Source)
{
    private const int FirstOfBatch = 0;
    private const int GivenOfBatch = 1;

    public override bool IsTabular => false;

    public override StreamState Begin() => new(nameof(BatchStep), [0, 0], Source.Begin());

    /// <summary>The state names the batch's beginning and how much of what was made of it has been given: the function runs again.</summary>
    public override IEnumerable<Example> Read(StreamState state, bool asTables)
    {
        StreamState ahead = state.Sources[0].Copy();
        long skip = state.Counters[GivenOfBatch];
        foreach (Example[] batch in Source.Read(ahead, ReadsTables && Source.IsTabular).Chunk(BatchSize <= 0 ? int.MaxValue : BatchSize))
        {
            if (DropLastBatch && batch.Length < BatchSize)
            {
                yield break;
            }

            foreach (Example example in Function(batch, state.Counters[FirstOfBatch]))
            {
                if (--skip < 0)
                {
                    state.Counters[GivenOfBatch]++;
                    yield return example;
                }
            }

            state.Sources[0] = ahead.Copy();
            state.Counters[FirstOfBatch] += batch.Length;
            state.Counters[GivenOfBatch] = 0;
            skip = 0;
        }
    }
}
