using System.Text.RegularExpressions;
using FineTune.IO;

namespace FineTune;

/// <summary>
/// The weights of a model in a folder: <c>model.safetensors</c>, or several files and <c>model.safetensors.index.json</c>, which says what
/// is where. For a file by itself use <see cref="SafetensorsFile"/>.
/// </summary>
public sealed partial class SafetensorsFolder : ITensorSource, IDisposable
{
    /// <summary>The size, in bytes, above which weights are spread over several files unless another is given.</summary>
    public const long DefaultMaxShardSize = 50_000_000_000;

    private readonly Dictionary<string, SafetensorsFile> _files;
    private readonly IReadOnlyDictionary<string, string> _fileOf;

    private SafetensorsFolder(Dictionary<string, SafetensorsFile> files, IReadOnlyDictionary<string, string> fileOf)
    {
        _files = files;
        _fileOf = fileOf;
    }

    /// <inheritdoc/>
    public IEnumerable<string> Names => _fileOf.Keys;

    /// <summary>Gets the paths of the files that hold tensors.</summary>
    public IEnumerable<string> Files => _files.Values.Select(file => file.Path);

    /// <summary>Tells whether a folder has weights in this format.</summary>
    /// <param name="folder">The path of the folder.</param>
    /// <param name="name">The name of the weights. Default <c>model</c>.</param>
    public static bool Exists(string folder, string name = "model") =>
        File.Exists(SinglePath(folder, name)) || File.Exists(IndexPath(folder, name));

    /// <summary>Opens the weights of a folder: the single file if there is one, else those its index names.</summary>
    /// <param name="folder">The path of the folder.</param>
    /// <param name="name">The name of the weights. Default <c>model</c>.</param>
    /// <exception cref="SafetensorsException">A file is damaged or missing, or lacks a tensor the index promises.</exception>
    /// <exception cref="FileNotFoundException">There is neither a single file nor an index.</exception>
    public static SafetensorsFolder Open(string folder, string name = "model")
    {
        string single = SinglePath(folder, name);
        if (File.Exists(single))
        {
            SafetensorsFile file = SafetensorsFile.Open(single);
            return new SafetensorsFolder(new() { [single] = file }, file.Names.ToDictionary(tensor => tensor, _ => single, StringComparer.Ordinal));
        }

        string index = IndexPath(folder, name);
        if (!File.Exists(index))
        {
            Throw.NoSafetensors(folder, name);
        }

        return OpenShards(folder, index, SafetensorsIndex.Load(index).WeightMap);
    }

    /// <summary>
    /// Writes tensors as the reference saves a model: one file, or when they are larger than <paramref name="maxShardSize"/> several and an index.
    /// Files of an earlier save under the same name that are not part of this one are deleted.
    /// </summary>
    /// <param name="folder">The path of the folder; it is made if need be.</param>
    /// <param name="tensors">The tensors in the order of the model.</param>
    /// <param name="totalParameters">How many parameters the model has, for the index.</param>
    /// <param name="maxShardSize">The largest size of a file in bytes, unless a single tensor is larger. Default 50 GB.</param>
    /// <param name="metadata">Remarks to store in each file. Default <c>format</c> = <c>pt</c>.</param>
    /// <param name="name">The name of the weights. Default <c>model</c>.</param>
    /// <returns>The paths of the files written, the index last if there is one.</returns>
    public static IReadOnlyList<string> Save(
        string folder,
        IEnumerable<SafetensorsTensor> tensors,
        long totalParameters,
        long maxShardSize = DefaultMaxShardSize,
        IReadOnlyDictionary<string, string>? metadata = null,
        string name = "model")
    {
        ArgumentNullException.ThrowIfNull(tensors);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(maxShardSize);
        ShardPlan plan = ShardPlan.For(tensors, maxShardSize, name);
        Directory.CreateDirectory(folder);
        List<string> written = [];
        Dictionary<string, string> weightMap = new(StringComparer.Ordinal);
        foreach ((string file, IReadOnlyList<SafetensorsTensor> shard) in plan.Shards)
        {
            foreach (SafetensorsTensor tensor in shard)
            {
                if (!weightMap.TryAdd(tensor.Name, file))
                {
                    Throw.SafetensorsName(tensor.Name);
                }
            }
        }

        foreach ((string file, IReadOnlyList<SafetensorsTensor> shard) in plan.Shards)
        {
            written.Add(Path.Combine(folder, file));
            SafetensorsFile.Save(written[^1], shard, metadata);
        }

        if (plan.IsSharded)
        {
            written.Add(IndexPath(folder, name));
            new SafetensorsIndex(weightMap, totalParameters, plan.TotalSize).Save(written[^1]);
        }

        DeleteOthers(folder, name, written);
        return written;
    }

    /// <inheritdoc/>
    public bool Contains(string name) => _fileOf.ContainsKey(name);

    /// <summary>Gets what the header says of a tensor.</summary>
    /// <exception cref="SafetensorsException">There is no tensor of this name.</exception>
    public SafetensorsEntry EntryOf(string name) => FileOf(name).EntryOf(name);

    /// <inheritdoc/>
    public Shape ShapeOf(string name) => FileOf(name).ShapeOf(name);

    /// <inheritdoc/>
    public void Read(string name, Span<float> destination) => FileOf(name).Read(name, destination);

    /// <inheritdoc/>
    public void ReadLong(string name, Span<long> destination) => FileOf(name).ReadLong(name, destination);

    /// <inheritdoc/>
    public Tensor ReadTensor(string name) => FileOf(name).ReadTensor(name);

    /// <inheritdoc/>
    public LongTensor ReadLongTensor(string name) => FileOf(name).ReadLongTensor(name);

    /// <summary>Closes the files.</summary>
    public void Dispose()
    {
        foreach (SafetensorsFile file in _files.Values)
        {
            file.Dispose();
        }
    }

    private static string SinglePath(string folder, string name) => Path.Combine(folder, name + ".safetensors");

    private static string IndexPath(string folder, string name) => Path.Combine(folder, name + ".safetensors.index.json");

    private static SafetensorsFolder OpenShards(string folder, string index, IReadOnlyDictionary<string, string> weightMap)
    {
        SafetensorsFolder result = new(new(StringComparer.Ordinal), weightMap);
        try
        {
            foreach ((string tensor, string file) in weightMap)
            {
                if (!result._files.TryGetValue(file, out SafetensorsFile? shard))
                {
                    string path = Path.Combine(folder, file);
                    if (!File.Exists(path))
                    {
                        Throw.SafetensorsIndex(index, $"tensor \"{tensor}\" should be in \"{file}\", which is not there");
                    }

                    result._files[file] = shard = SafetensorsFile.Open(path);
                }

                if (!shard.Contains(tensor))
                {
                    Throw.SafetensorsIndex(index, $"tensor \"{tensor}\" should be in \"{file}\", which does not hold it");
                }
            }

            return result;
        }
        catch
        {
            result.Dispose();
            throw;
        }
    }

    private static void DeleteOthers(string folder, string name, List<string> written)
    {
        HashSet<string> keep = [.. written.Select(path => Path.GetFileName(path))];
        foreach (string path in Directory.EnumerateFiles(folder, name + "*"))
        {
            string file = Path.GetFileName(path);
            bool isOurs = file == name + ".safetensors" || file == name + ".safetensors.index.json" ||
                (file.StartsWith(name + "-", StringComparison.Ordinal) && ShardSuffix().IsMatch(file.AsSpan(name.Length)));
            if (isOurs && !keep.Contains(file))
            {
                File.Delete(path);
            }
        }
    }

    [GeneratedRegex(@"^-\d{5}-of-\d{5}\.safetensors$")]
    private static partial Regex ShardSuffix();

    private SafetensorsFile FileOf(string name)
    {
        if (!_fileOf.TryGetValue(name, out string? file))
        {
            Throw.SafetensorsMissing(Files.FirstOrDefault() ?? "the folder", name, _fileOf.Keys);
        }

        return _files[file];
    }
}
