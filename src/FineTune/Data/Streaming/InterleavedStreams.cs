namespace FineTune.Data;

/// <summary>Streams that give an example in turn, or as drawn. That one is used up shows with its last example, not after it.</summary>
/// <param name="Sources">The streams.</param>
/// <param name="Probabilities">How likely each gives the next example; null where they take turns.</param>
/// <param name="Seed">Where the draws begin.</param>
/// <param name="Strategy">When it ends.</param>
internal sealed record InterleavedStreams(
    IReadOnlyList<ExampleStream> Sources, IReadOnlyList<double>? Probabilities, long Seed, StoppingStrategy Strategy) : CombinedStreams(Sources)
{
    private const int Picks = 0;
    private const int FirstExhausted = 1;

    public override int NumShards => Sources.Count == 0 ? 0 : Sources.Min(source => source.NumShards);

    private bool BeginsAgain => Strategy != StoppingStrategy.AllExhaustedWithoutReplacement;

    public override StreamState Begin() => new(nameof(InterleavedStreams), new long[FirstExhausted + Sources.Count], BeginAll());

    public override IEnumerable<Example> Read(StreamState state, bool asTables)
    {
        StreamReader[] readers = [.. Sources.Zip(state.Sources, (source, inner) => new StreamReader(source, inner, asTables))];
        try
        {
            foreach (int source in Order(state.Counters[Picks]))
            {
                if (IsOver(state))
                {
                    yield break;
                }

                state.Counters[Picks]++;
                Example? example = readers[source].Next();
                if (!readers[source].HasNext)
                {
                    state.Counters[FirstExhausted + source] = 1;
                    if (BeginsAgain)
                    {
                        readers[source].Restart();
                    }
                }

                state.Sources[source] = readers[source].State;
                if (example is not null)
                {
                    yield return example;
                }
            }
        }
        finally
        {
            Array.ForEach(readers, reader => reader.Dispose());
        }
    }

    /// <summary>Its draws then begin with the seed of the shuffle.</summary>
    public override ExampleStream ShuffleShards(long seed) => (InterleavedStreams)base.ShuffleShards(seed) with { Seed = seed };

    public override ExampleStream ShiftSeeds(int epoch) => (InterleavedStreams)base.ShiftSeeds(epoch) with { Seed = Shifted(Seed, epoch) };

    public override ExampleStream Shard(int count, int index, bool contiguous = true)
    {
        int parts = Math.Min(count, NumShards);
        return index < parts ? OverAll(source => source.Shard(parts, index, contiguous)) : this with { Sources = [] };
    }

    private bool IsOver(StreamState state)
    {
        ReadOnlySpan<long> exhausted = state.Counters.AsSpan(FirstExhausted);
        return Strategy == StoppingStrategy.FirstExhausted ? exhausted.Contains(1) : !exhausted.Contains(0);
    }

    private IEnumerable<int> Order(long skip)
    {
        IEnumerable<int> order = Sources.Count == 0
            ? []
            : Probabilities is null ? SourceOrder.InTurn(Sources.Count) : SourceOrder.Drawn(new NumPyGenerator(Seed), Probabilities);
        return order.Where(_ => --skip < 0);
    }

    /// <summary>Reads a stream one example ahead; its state is that of the examples given.</summary>
    private sealed class StreamReader : IDisposable
    {
        private readonly ExampleStream _stream;
        private readonly bool _asTables;
        private StreamState _ahead;
        private IEnumerator<Example> _rows;

        public StreamReader(ExampleStream stream, StreamState state, bool asTables)
        {
            (_stream, _asTables, State) = (stream, asTables, state);
            _ahead = state.Copy();
            _rows = stream.Read(_ahead, asTables).GetEnumerator();
            HasNext = _rows.MoveNext();
        }

        public StreamState State { get; private set; }

        public bool HasNext { get; private set; }

        public Example? Next()
        {
            if (!HasNext)
            {
                return null;
            }

            Example example = _rows.Current;
            State = _ahead.Copy();
            HasNext = _rows.MoveNext();
            return example;
        }

        public void Restart()
        {
            _rows.Dispose();
            State = _stream.Begin();
            _ahead = State.Copy();
            _rows = _stream.Read(_ahead, _asTables).GetEnumerator();
            HasNext = _rows.MoveNext();
        }

        public void Dispose() => _rows.Dispose();
    }
}
