namespace FineTune.Data;

/// <summary>Makes of each example another or none: mapping, filtering, and whatever changes columns.</summary>
/// <param name="Source">What is read.</param>
/// <param name="Function">Gets an example and its number, and returns what takes its place; null where nothing does.</param>
/// <param name="KeepsTables">Whether the reference can do this to tables as well.</param>
/// <param name="ReadsTables">Whether it reads tables, if there are any, where it cannot.</param>
internal sealed record TransformStep(
    ExampleStream Source, Func<Example, long, Example?> Function, bool KeepsTables, bool ReadsTables) : StreamStep(Source)
{
    public override bool IsTabular => KeepsTables && Source.IsTabular;

    public override StreamState Begin() => new(nameof(TransformStep), [0], Source.Begin());

    public override IEnumerable<Example> Read(StreamState state, bool asTables)
    {
        foreach (Example example in Source.Read(state.Sources[0], (KeepsTables ? asTables : ReadsTables) && Source.IsTabular))
        {
            if (Function(example, state.Counters[0]++) is { } result)
            {
                yield return result;
            }
        }
    }
}
