using FineTune.Data;

namespace FineTune;

public sealed partial class IterableDataset
{
    /// <summary>Reads CSV files, one after the other, a piece in memory at a time; see <see cref="Dataset.LoadCsv"/>.</summary>
    /// <param name="paths">The files; each is a shard, opened when its turn comes.</param>
    /// <remarks>What columns hold is decided by the first 10,000 rows of each file. While rows are read, <see cref="InvalidDataException"/> says where a file is broken.</remarks>
    public static IterableDataset LoadCsv(params IReadOnlyList<string> paths) => LoadCsv(paths, options: null);

    /// <inheritdoc cref="LoadCsv(IReadOnlyList{string})"/>
    /// <param name="paths">The files; each is a shard, opened when its turn comes.</param>
    /// <param name="options">How to read them. Default as the reference does.</param>
    public static IterableDataset LoadCsv(IReadOnlyList<string> paths, CsvOptions? options) =>
        OfFiles(paths, file => StreamedFile.Csv(file, CsvDialect.Csv(options)));

    /// <summary>Reads files of values between tabs, one after the other, a piece in memory at a time; see <see cref="Dataset.LoadTsv"/>.</summary>
    /// <param name="paths">The files; each is a shard, opened when its turn comes.</param>
    /// <param name="options">How to read them. Default as the reference does.</param>
    /// <remarks>What columns hold is decided by the first 10,000 rows of each file. While rows are read, <see cref="InvalidDataException"/> says where a file is broken.</remarks>
    public static IterableDataset LoadTsv(IReadOnlyList<string> paths, CsvOptions? options = null) =>
        OfFiles(paths, file => StreamedFile.Csv(file, CsvDialect.Tsv(options)));

    /// <summary>Reads JSON files, one after the other; see <see cref="Dataset.LoadJson"/>.</summary>
    /// <param name="paths">The files; each is a shard, opened when its turn comes. Of those with an object a line a piece is in memory at a time, others are read whole.</param>
    /// <param name="field">The key of each file's object that holds the rows or columns. Default null: the file itself does.</param>
    /// <remarks>What columns hold is decided by the first 10,000 rows of each file. While rows are read, <see cref="InvalidDataException"/> says where a file is broken.</remarks>
    public static IterableDataset LoadJson(IReadOnlyList<string> paths, string? field = null) =>
        OfFiles(paths, file => StreamedFile.Json(file, field));

    /// <summary>Reads text files, one after the other, as rows of the column <c>text</c>; see <see cref="Dataset.LoadText"/>.</summary>
    /// <param name="paths">The files; each is a shard, opened when its turn comes.</param>
    /// <param name="sampleBy">What a row is: a line (default), a paragraph or a file.</param>
    /// <param name="keepLinebreaks">Whether the end of a line is part of it. Default false.</param>
    /// <remarks>While rows are read, <see cref="InvalidDataException"/> says where a file is not UTF-8.</remarks>
    public static IterableDataset LoadText(IReadOnlyList<string> paths, SampleBy sampleBy = SampleBy.Line, bool keepLinebreaks = false) =>
        OfFiles(paths, file => StreamedFile.Text(file, sampleBy, keepLinebreaks));

    /// <summary>Reads parquet files, one after the other, a row group in memory at a time; see <see cref="Dataset.LoadParquet"/>.</summary>
    /// <param name="paths">The files; each is a shard, opened when its turn comes. The first says what the columns hold.</param>
    /// <param name="columns">The columns to read, in this order. Default null: all.</param>
    /// <exception cref="InvalidDataException">The first file is damaged, or no parquet file; others say it while their rows are read.</exception>
    /// <exception cref="KeyNotFoundException">There is no such column; the message names the nearest.</exception>
    public static IterableDataset LoadParquet(IReadOnlyList<string> paths, IReadOnlyList<string>? columns = null)
    {
        static ReadableFile Seekable(ReadableFile file) =>
            file with { Open = () => DataFile.OpenSeekableAsync(file.Name, CancellationToken.None).GetAwaiter().GetResult() };
        IterableDataset rows = OfFiles(paths, file => StreamedFile.Parquet(Seekable(file), columns));
        return paths.Count == 0 ? rows : rows.Cast(ParquetRows.FeaturesOf(Seekable(ReadableFile.Local(paths[0])), columns));
    }

    /// <summary>Reads Arrow files, one after the other, a batch in memory at a time; see <see cref="Dataset.LoadArrow"/>.</summary>
    /// <param name="paths">The files; each is a shard, opened when its turn comes.</param>
    /// <remarks>While rows are read, <see cref="InvalidDataException"/> says where a file is damaged.</remarks>
    public static IterableDataset LoadArrow(IReadOnlyList<string> paths) => OfFiles(paths, StreamedFile.Arrow);

    /// <summary>Runs code that makes rows anew in every pass.</summary>
    /// <param name="generator">Begins a pass, and returns the rows: values by column name.</param>
    /// <param name="features">What the columns hold. Default null: it is not known.</param>
    public static IterableDataset FromGenerator(Func<IEnumerable<IReadOnlyDictionary<string, object?>>> generator, Features? features = null)
    {
        ArgumentNullException.ThrowIfNull(generator);
        return FromGenerator(_ => generator(), [0], features);
    }

    /// <summary>Runs code that makes the rows of a shard anew in every pass.</summary>
    /// <typeparam name="TShard">What says which shard it is, such as a path.</typeparam>
    /// <param name="generator">Begins a shard, and returns its rows: values by column name.</param>
    /// <param name="shards">The shards, which shuffling puts in another order.</param>
    /// <param name="features">What the columns hold. Default null: it is not known.</param>
    public static IterableDataset FromGenerator<TShard>(
        Func<TShard, IEnumerable<IReadOnlyDictionary<string, object?>>> generator, IReadOnlyList<TShard> shards, Features? features = null)
    {
        ArgumentNullException.ThrowIfNull(generator);
        ArgumentNullException.ThrowIfNull(shards);
        ExampleShard Shard(TShard shard) => ShardedExamples.Of(() => generator(shard).Select(row => row as Example ?? new Example(row)));
        return new IterableDataset(new ShardedExamples([.. shards.Select(Shard)], IsTable: false), null).WithFeatures(features);
    }

    /// <summary>Runs code that makes rows over time anew in every pass; a pass waits for each row.</summary>
    /// <param name="generator">Begins a pass, and returns the rows: values by column name.</param>
    /// <param name="features">What the columns hold. Default null: it is not known.</param>
    public static IterableDataset FromAsyncEnumerable(
        Func<IAsyncEnumerable<IReadOnlyDictionary<string, object?>>> generator, Features? features = null)
    {
        ArgumentNullException.ThrowIfNull(generator);
        return FromGenerator(() => generator().ToBlockingEnumerable(), features);
    }

    private static IterableDataset OfFiles(IReadOnlyList<string> paths, Func<ReadableFile, ExampleShard> shard)
    {
        ArgumentNullException.ThrowIfNull(paths);
        foreach (string path in paths)
        {
            DataFile.Require(path);
        }

        return new IterableDataset(new ShardedExamples([.. paths.Select(path => shard(ReadableFile.Local(path)))], IsTable: true), null);
    }
}
