namespace FineTune.Data;

/// <summary>Reads a stream several times, or without end unless it is empty.</summary>
internal sealed record RepeatStep(ExampleStream Source, int? Times) : StreamStep(Source)
{
    public override StreamState Begin() => new(nameof(RepeatStep), [0], Source.Begin());

    public override IEnumerable<Example> Read(StreamState state, bool asTables)
    {
        bool isWhole = false;
        while (Times is null || state.Counters[0] < Times)
        {
            bool any = false;
            foreach (Example example in Source.Read(state.Sources[0], asTables))
            {
                any = true;
                yield return example;
            }

            if (Times is null && isWhole && !any)
            {
                yield break;
            }

            isWhole = true;
            state.Counters[0]++;
            state.Sources[0] = Source.Begin();
        }
    }
}
