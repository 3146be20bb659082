using System.Buffers;
using FineTune.IO;

namespace FineTune;

/// <summary>
/// A safetensors file: named tensors, as Hugging Face stores the weights of models. For a model spread over several files use
/// <see cref="SafetensorsFolder"/>.
/// </summary>
/// <remarks>
/// Opening reads and checks the whole header, so that a damaged file is refused before anything is allocated for its tensors; reading a
/// tensor copies it from the file straight into its destination. Several threads may read at once.
/// </remarks>
/// <example>
/// <code>
/// using SafetensorsFile file = SafetensorsFile.Open("model.safetensors");
/// Tensor weight = file.ReadTensor("classifier.weight");
/// </code>
/// </example>
public sealed class SafetensorsFile : ITensorSource, IDisposable
{
    private const int ChunkBytes = 1 << 16;

    private readonly FileReader _file;
    private readonly long _dataStart;
    private readonly Dictionary<string, SafetensorsEntry> _byName;

    private SafetensorsFile(FileReader file, SafetensorsHeader header)
    {
        _file = file;
        _dataStart = header.DataStart;
        Entries = header.Entries;
        Metadata = header.Metadata;
        _byName = header.Entries.ToDictionary(entry => entry.Name, StringComparer.Ordinal);
    }

    /// <summary>Gets the path the file was opened with.</summary>
    public string Path => _file.Path;

    /// <summary>Gets what the header says of each tensor, in the order of their data.</summary>
    public IReadOnlyList<SafetensorsEntry> Entries { get; }

    /// <summary>Gets the file's own remarks, such as <c>format</c> = <c>pt</c>; empty when there are none.</summary>
    public IReadOnlyDictionary<string, string> Metadata { get; }

    /// <inheritdoc/>
    public IEnumerable<string> Names => Entries.Select(entry => entry.Name);

    /// <summary>Opens a file and checks its header.</summary>
    /// <param name="path">The path of the file.</param>
    /// <exception cref="SafetensorsException">The file is damaged: the message says how.</exception>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    public static SafetensorsFile Open(string path)
    {
        FileReader file = new(path);
        try
        {
            return new SafetensorsFile(file, SafetensorsHeader.Read(path, file.Length, file.Read));
        }
        catch (Exception error)
        {
            file.Dispose();
            if (error is SafetensorsException && FileDisguise.OfWeights(path, isTorch: false) is { } disguise)
            {
                throw Throw.DisguisedSafetensors(path, disguise, error);
            }

            throw;
        }
    }

    /// <summary>Writes tensors to a file, byte for byte as the reference does.</summary>
    /// <remarks>The file appears under its name only when it is complete; one that was there before is replaced.</remarks>
    /// <param name="path">The path of the file.</param>
    /// <param name="tensors">The tensors, in any order.</param>
    /// <param name="metadata">Remarks to store. Default <c>format</c> = <c>pt</c>, which transformers expects.</param>
    /// <exception cref="ArgumentException">Two tensors have one name, or one has the name the format reserves.</exception>
    public static void Save(string path, IEnumerable<SafetensorsTensor> tensors, IReadOnlyDictionary<string, string>? metadata = null) =>
        SafetensorsWriter.Save(path, tensors, metadata ?? SafetensorsWriter.PyTorchMetadata);

    /// <inheritdoc/>
    public bool Contains(string name) => _byName.ContainsKey(name);

    /// <summary>Gets what the header says of a tensor.</summary>
    /// <exception cref="SafetensorsException">There is no tensor of this name.</exception>
    public SafetensorsEntry EntryOf(string name)
    {
        if (!_byName.TryGetValue(name, out SafetensorsEntry? entry))
        {
            Throw.SafetensorsMissing(Path, name, _byName.Keys);
        }

        return entry;
    }

    /// <inheritdoc/>
    public Shape ShapeOf(string name)
    {
        SafetensorsEntry entry = EntryOf(name);
        return entry.ShapeOrNull ?? throw Throw.SafetensorsError(Path, $"tensor \"{name}\" is shaped ({string.Join(", ", entry.Dims)}), more elements than a tensor can hold here");
    }

    /// <inheritdoc/>
    public void Read(string name, Span<float> destination)
    {
        SafetensorsEntry entry = EntryOf(name);
        if (!DTypes.IsFloat(entry.DType))
        {
            Throw.SafetensorsKind(Path, entry, "floats (F32, F16, BF16, F64)", "ReadLong");
        }

        CheckLength(entry, destination.Length);
        if (entry.DType == SafetensorsDType.F32)
        {
            _file.Read(destination, _dataStart + entry.Begin);
        }
        else
        {
            ReadChunks(entry, destination, FloatFormats.Widen);
        }
    }

    /// <inheritdoc/>
    public void ReadLong(string name, Span<long> destination)
    {
        SafetensorsEntry entry = EntryOf(name);
        if (!DTypes.IsInteger(entry.DType))
        {
            Throw.SafetensorsKind(Path, entry, "whole numbers (I64, I32, I16, I8, U32, U16, U8, BOOL)", "Read");
        }

        CheckLength(entry, destination.Length);
        ReadChunks(entry, destination, IntegerFormats.Widen);
    }

    /// <inheritdoc/>
    public Tensor ReadTensor(string name)
    {
        Tensor tensor = Tensor.Empty(ShapeOf(name));
        Read(name, tensor.Span);
        return tensor;
    }

    /// <inheritdoc/>
    public LongTensor ReadLongTensor(string name)
    {
        Shape shape = ShapeOf(name);
        LongTensor tensor = new(new long[shape.NumElements], shape);
        ReadLong(name, tensor.Span);
        return tensor;
    }

    /// <summary>Closes the file.</summary>
    public void Dispose() => _file.Dispose();

    private void CheckLength(SafetensorsEntry entry, int length)
    {
        if (entry.Length != length)
        {
            Throw.SafetensorsLength(Path, entry, length);
        }
    }

    private void ReadChunks<T>(SafetensorsEntry entry, Span<T> destination, Widen<T> widen)
    {
        int bytesEach = DTypes.BytesOf(entry.DType);
        int perChunk = ChunkBytes / bytesEach;
        byte[] buffer = ArrayPool<byte>.Shared.Rent(ChunkBytes);
        try
        {
            long position = _dataStart + entry.Begin;
            for (int done = 0; done < destination.Length;)
            {
                int count = Math.Min(perChunk, destination.Length - done);
                Span<byte> chunk = buffer.AsSpan(0, count * bytesEach);
                _file.Read(chunk, position);
                widen(entry.DType, chunk, destination.Slice(done, count));
                position += chunk.Length;
                done += count;
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private delegate void Widen<T>(SafetensorsDType dtype, ReadOnlySpan<byte> source, Span<T> destination);
}
