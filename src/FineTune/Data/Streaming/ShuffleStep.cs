namespace FineTune.Data;

/// <summary>
/// Gives examples in a random order out of a buffer: when it is full, half of it goes in random order and half stays. It is filled from
/// several shards in turn.
/// </summary>
/// <remarks>
/// What is in the buffer may be arbitrarily old, so the state is only how many examples were given: a pass goes on by reading again from
/// the beginning, to exactly the same examples. (The reference goes on at once, and loses the buffer.)
/// </remarks>
internal sealed record ShuffleStep(ExampleStream Source, int BufferSize, long Seed, int MaxInputShards) : StreamStep(Source)
{
    public override StreamState Begin() => new(nameof(ShuffleStep), [0]);

    public override IEnumerable<Example> Read(StreamState state, bool asTables)
    {
        long given = state.Counters[0];
        foreach (Example example in Shuffled(asTables))
        {
            if (--given < 0)
            {
                state.Counters[0]++;
                yield return example;
            }
        }
    }

    public override ExampleStream ShiftSeeds(int epoch) =>
        new ShuffleStep(Source.ShiftSeeds(epoch), BufferSize, Shifted(Seed, epoch), MaxInputShards);

    private IEnumerable<Example> Shuffled(bool asTables)
    {
        NumPyGenerator generator = new(Seed);
        List<Example> buffer = [];
        foreach (Example[] piece in Pieces(asTables))
        {
            buffer.AddRange(piece);
            if (buffer.Count < BufferSize)
            {
                continue;
            }

            Example[] order = generator.Permutation<Example>([.. buffer]);
            int given = order.Length - (BufferSize / 2);
            for (int i = 0; i < given; i++)
            {
                yield return order[i];
            }

            buffer = [.. order.AsSpan(given)];
        }

        foreach (Example example in generator.Permutation<Example>([.. buffer]))
        {
            yield return example;
        }
    }

    /// <summary>What the buffer gets at a time: an example, or of tables as much as every shard gives of a full buffer.</summary>
    private IEnumerable<Example[]> Pieces(bool asTables)
    {
        int size = asTables ? Math.Max(1, BufferSize / Math.Max(1, MaxInputShards)) : 1;
        int groups = Math.Max(1, Math.Min(Source.NumShards, MaxInputShards));
        if (groups == 1)
        {
            return Source.Read(Source.Begin(), asTables).Chunk(size);
        }

        IEnumerable<ExampleStream> parts = Enumerable.Range(0, groups).Select(part => Source.Shard(groups, part));
        return InTurn([.. parts.Select(part => part.Read(part.Begin(), asTables).Chunk(size))]);
    }

    private static IEnumerable<T> InTurn<T>(IEnumerable<T>[] sources)
    {
        List<IEnumerator<T>> open = [.. sources.Select(source => source.GetEnumerator())];
        try
        {
            for (int turn = 0; open.Count > 0; turn = turn >= open.Count ? 0 : turn)
            {
                if (open[turn].MoveNext())
                {
                    yield return open[turn++].Current;
                    continue;
                }

                open[turn].Dispose();
                open.RemoveAt(turn);
            }
        }
        finally
        {
            open.ForEach(source => source.Dispose());
        }
    }
}
