namespace FineTune.IO;

/// <summary>The weights of a model in a folder in torch's own format: <c>pytorch_model.bin</c>, or several such files and their index.</summary>
internal sealed class TorchWeights : ITensorSource, IDisposable
{
    private const string Single = "pytorch_model.bin";
    private const string Index = "pytorch_model.bin.index.json";

    private readonly List<TorchFile> _files = [];
    private readonly Dictionary<string, TorchTensor> _tensors = new(StringComparer.Ordinal);
    private readonly string _folder;

    private TorchWeights(string folder) => _folder = folder;

    /// <inheritdoc/>
    public IEnumerable<string> Names => _tensors.Keys;

    public static bool Exists(string folder) => File.Exists(Path.Combine(folder, Single)) || File.Exists(Path.Combine(folder, Index));

    /// <summary>Opens the weights of a folder: the single file if there is one, else those its index names.</summary>
    /// <exception cref="IOException">There are none, or a file is damaged, missing or asks for more than plain data.</exception>
    public static TorchWeights Open(string folder)
    {
        TorchWeights weights = new(folder);
        try
        {
            foreach (string file in FileNames(folder))
            {
                weights.Add(TorchFile.Open(Path.Combine(folder, file)));
            }

            if (weights._tensors.Count == 0)
            {
                weights.RefuseNested();
            }

            return weights;
        }
        catch
        {
            weights.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public bool Contains(string name) => _tensors.ContainsKey(name);

    /// <inheritdoc/>
    public Shape ShapeOf(string name) => Find(name).Shape;

    /// <inheritdoc/>
    public void Read(string name, Span<float> destination) => Find(name).Read(destination);

    /// <inheritdoc/>
    public void ReadLong(string name, Span<long> destination) => Find(name).ReadLong(destination);

    /// <inheritdoc/>
    public Tensor ReadTensor(string name) => Find(name).ReadTensor();

    /// <inheritdoc/>
    public LongTensor ReadLongTensor(string name) => Find(name).ReadLongTensor();

    public void Dispose() => _files.ForEach(file => file.Dispose());

    private static IEnumerable<string> FileNames(string folder) => File.Exists(Path.Combine(folder, Single))
        ? [Single]
        : SafetensorsIndex.Load(Path.Combine(folder, Index)).WeightMap.Values.Distinct(StringComparer.Ordinal);

    private void Add(TorchFile file)
    {
        _files.Add(file);
        foreach ((object key, object? value) in file.RootDict)
        {
            if (key is string name && value is TorchTensor tensor && !_tensors.TryAdd(name, tensor))
            {
                Throw.TorchFile(file.Path, $"its tensor \"{name}\" is in another file of the folder too");
            }
        }
    }

    /// <summary>Says what a file without tensors at its top holds: those of Lightning and of training scripts lie one level deeper.</summary>
    private void RefuseNested()
    {
        TorchFile file = _files[0];
        PickleDict root = file.RootDict;
        if (root.TryGetValue("param_groups", out _) && root.TryGetValue("state", out _))
        {
            Throw.TorchFile(file.Path, "it is the state of an optimizer, and not the weights of a model");
        }

        foreach ((object key, object? value) in root)
        {
            string[] names = value is PickleDict nested ? [.. nested.Where(item => item.Value is TorchTensor).Select(item => item.Key).OfType<string>()] : [];
            if (names.Length > 0)
            {
                throw Throw.NestedWeights(file.Path, key, CommonPrefix(names));
            }
        }

        Throw.TorchFile(file.Path, "it holds no tensors");
    }

    /// <summary>Gets what all names begin with, up to a dot.</summary>
    private static string CommonPrefix(string[] names)
    {
        int dot = names[0].IndexOf('.', StringComparison.Ordinal);
        string prefix = names[0][..(dot + 1)];
        return names.All(name => name.StartsWith(prefix, StringComparison.Ordinal)) ? prefix : string.Empty;
    }

    private TorchTensor Find(string name)
    {
        if (!_tensors.TryGetValue(name, out TorchTensor? tensor))
        {
            throw Throw.TorchFileMissing(_folder, name, _tensors.Keys);
        }

        return tensor;
    }
}
