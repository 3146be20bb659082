using System.Collections;
using System.Text.Json.Nodes;
using FineTune.Data;

namespace FineTune;

/// <summary>
/// Rows that are read one after the other while they are used, such as those of files too large for memory or far away. There is no number
/// of rows and no row by number; what changes it (<see cref="Map(Func{Example, IReadOnlyDictionary{string, object?}?}, IReadOnlyList{string}?, Features?)"/>,
/// <see cref="Filter(Func{Example, bool})"/>, <see cref="Shuffle"/>, ...) returns another data set and happens while it is enumerated.
/// </summary>
/// <remarks>
/// <para>
/// As in the reference, every enumeration is a pass of its own from the first row, or from where <see cref="LoadStateDict"/> says. An epoch
/// after the first (<see cref="SetEpoch"/>) reads the shards in another order, unless <see cref="Skip"/> or <see cref="Take"/> counted rows
/// off, and <see cref="Shuffle"/> draws other random numbers.
/// </para>
/// <para>In a Trainer it needs max_steps. For rows that fit in memory a <see cref="Dataset"/> is faster and can do more.</para>
/// </remarks>
/// <example><code>
/// var stream = IterableDataset.LoadCsv("reviews-0.csv", "reviews-1.csv").Shuffle(seed: 42, bufferSize: 10_000);
/// var encoded = stream.Map(row => tokenizer.Encode(row.Get&lt;string&gt;("text"), truncation: true));
/// </code></example>
[ReturnsCopies]
public sealed partial class IterableDataset : IEnumerable<Example>, IEpochAware
{
    private readonly ExampleStream _stream;
    private JsonObject? _start;
    private int _stateEpoch;
    private StreamState _state;

    internal IterableDataset(ExampleStream stream, Features? features)
    {
        _stream = stream;
        _state = stream.Begin();
        Features = features;
    }

    /// <summary>Gets what each column holds; null where it is not known, as after a function has changed the rows.</summary>
    public Features? Features { get; }

    /// <summary>Gets the names of the columns; null where they are not known.</summary>
    public IReadOnlyList<string>? ColumnNames => Features is null ? null : [.. Features.Keys];

    /// <summary>Gets the number of columns; null where it is not known.</summary>
    public int? NumColumns => Features?.Count;

    /// <summary>Gets into how many parts, such as files, the rows are divided.</summary>
    public int NumShards => _stream.NumShards;

    /// <summary>Gets which epoch the next pass belongs to, from 0.</summary>
    public int Epoch { get; private set; }

    /// <summary>Gets one column's values, read when they are enumerated.</summary>
    public IEnumerable<object?> this[string column] => this.Select(row => row[column]);

    /// <inheritdoc/>
    public void SetEpoch(int epoch)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(epoch);
        Epoch = epoch;
    }

    /// <summary>Begins a pass; nothing is opened before the first row is asked for.</summary>
    public IEnumerator<Example> GetEnumerator()
    {
        ExampleStream stream = OfEpoch();
        StreamState state = stream.Begin();
        if (_start is not null && EpochOf(_start) == Epoch)
        {
            state = state.Read(_start["examples"]);
        }

        (_state, _stateEpoch) = (state, Epoch);
        return stream.Read(state, ReadsTables && stream.IsTabular).GetEnumerator();
    }

    /// <inheritdoc/>
    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>Gets where the pass that began last is: behind the row it gave last. Small, and the same for the same steps everywhere.</summary>
    /// <remarks>
    /// Rows in a shuffle buffer are not in it; a pass that goes on reads the rows before a <see cref="Shuffle"/> again, and then gives exactly
    /// those it would have given. (The reference loses the buffer's rows.)
    /// </remarks>
    public JsonObject StateDict() => new() { ["epoch"] = _stateEpoch, ["examples"] = _state.ToJson() };

    /// <summary>Lets every later pass of the state's epoch begin where the state was taken.</summary>
    /// <param name="stateDict">What <see cref="StateDict"/> gave for a data set made by the same steps.</param>
    /// <exception cref="InvalidDataException">It is the state of another data set.</exception>
    public void LoadStateDict(JsonObject stateDict)
    {
        ArgumentNullException.ThrowIfNull(stateDict);
        _ = EpochOf(stateDict);
        _state.Read(stateDict["examples"]);
        _start = (JsonObject)stateDict.DeepClone();
    }

    /// <inheritdoc/>
    public override string ToString() => $"IterableDataset(features: {Features?.ToString() ?? "unknown"}, num_shards: {NumShards})";

    private static int EpochOf(JsonObject state) => state["epoch"] is System.Text.Json.Nodes.JsonValue value && value.TryGetValue(out int epoch)
        ? epoch
        : throw DataError.OtherStreamState("an epoch", state);

    /// <summary>Gets the steps.</summary>
    internal ExampleStream Stream => _stream;

    /// <summary>Gets whether the reference would read tables, where it can: it makes them fit the columns it knows.</summary>
    private bool ReadsTables => Features is not null;

    private ExampleStream OfEpoch() => Epoch == 0
        ? _stream
        : (_stream.KeepsShardOrder ? _stream : _stream.ShuffleShards(Epoch)).ShiftSeeds(Epoch);

    private IterableDataset With(ExampleStream stream, Features? features) => new(stream, features) { Epoch = Epoch };
}
