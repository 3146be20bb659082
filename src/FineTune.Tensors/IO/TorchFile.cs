using System.Buffers.Binary;
using System.Globalization;
using FineTune.Kernels;

namespace FineTune.IO;

/// <summary>
/// A file of <c>torch.save</c>: plain data (null, bool, long, double, text, lists, <see cref="PickleTuple"/>, <see cref="PickleDict"/>) and
/// <see cref="TorchTensor"/>s, whose numbers stay in the file until they are read. Made to read files from strangers: see <see cref="Unpickler"/>
/// and <see cref="ZipDirectory"/>.
/// </summary>
internal sealed partial class TorchFile : IDisposable
{
    private const int MaxPickleLength = 1 << 26;

    private readonly FileReader _file;
    private readonly Dictionary<string, TorchStorage> _storages = new(StringComparer.Ordinal);

    private TorchFile(FileReader file) => _file = file;

    public string Path => _file.Path;

    /// <summary>Gets the object that was saved.</summary>
    public object? Root { get; private set; }

    /// <summary>Opens a file and reads everything but the numbers of its tensors.</summary>
    /// <exception cref="TorchFileException">The file is damaged, of another kind, or asks for more than plain data.</exception>
    public static TorchFile Open(string path)
    {
        TorchFile file = new(new FileReader(path));
        try
        {
            file.Load();
            return file;
        }
        catch (Exception error)
        {
            file.Dispose();
            if (error is TorchFileException && FileDisguise.OfWeights(path, isTorch: true) is { } disguise)
            {
                throw Throw.DisguisedTorch(path, disguise, error);
            }

            throw;
        }
    }

    /// <summary>Saves an object as <c>torch.save</c> does; it can be loaded with <c>torch.load(..., weights_only=True)</c>.</summary>
    public static void Save(string path, object? root)
    {
        Pickler pickler = new();
        byte[] pickle = pickler.Dump(root);
        WholeFile.WriteSparse(path, stream => Write(stream, FolderName(path), pickle, pickler.Storages));
    }

    /// <summary>Gets an item of a dict as what it should be.</summary>
    /// <exception cref="TorchFileException">It is not there, or is something else.</exception>
    public T Get<T>(PickleDict dict, object key)
        where T : notnull
    {
        if (!dict.TryGetValue(key, out object? value) || value is not T typed)
        {
            string found = value is null ? "nothing" : "something else";
            throw Throw.TorchFileError(Path, $"it has {found} under \"{key}\" where a {NameOf(typeof(T))} is expected");
        }

        return typed;
    }

    /// <summary>Gets <see cref="Root"/> as the dict it should be.</summary>
    /// <exception cref="TorchFileException">It is something else.</exception>
    public PickleDict RootDict => Root as PickleDict ?? throw Throw.TorchFileError(Path, "it does not hold a dict");

    public void Dispose() => _file.Dispose();

    private static string NameOf(Type type) => type switch
    {
        _ when type == typeof(PickleDict) => "dict",
        _ when type == typeof(PickleTuple) => "tuple",
        _ when type == typeof(List<object?>) => "list",
        _ when type == typeof(TorchTensor) => "tensor",
        _ when type == typeof(NumPyArray) => "NumPy array",
        _ when type == typeof(long) => "whole number",
        _ when type == typeof(double) => "float",
        _ when type == typeof(string) => "text",
        _ => type.Name,
    };

    private static string FolderName(string path)
    {
        string name = System.IO.Path.GetFileNameWithoutExtension(path);
        return name.Length == 0 ? "archive" : name;
    }

    private static void Write(Stream stream, string folder, byte[] pickle, IReadOnlyCollection<TorchStorage> storages)
    {
        ZipWriter zip = new(stream);
        zip.Add($"{folder}/data.pkl", pickle);
        zip.Add($"{folder}/.format_version", "1"u8);
        zip.Add($"{folder}/.storage_alignment", "64"u8);
        zip.Add($"{folder}/byteorder", "little"u8);
        int key = 0;
        foreach (TorchStorage storage in storages)
        {
            zip.Add(string.Create(CultureInfo.InvariantCulture, $"{folder}/data/{key++}"), storage.ByteLength, storage.WriteTo);
        }

        zip.Add($"{folder}/version", "3\n"u8);
        string id = string.Create(CultureInfo.InvariantCulture, $"{zip.Digest:d20}{(ulong)pickle.Length:d20}");
        zip.Add($"{folder}/.data/serialization_id", System.Text.Encoding.ASCII.GetBytes(id));
        zip.Finish();
    }

    private void Load()
    {
        Span<byte> start = stackalloc byte[LegacyMagic.Length];
        start.Clear();
        _file.Read(start[..(int)Math.Min(start.Length, _file.Length)], 0);
        if (BinaryPrimitives.ReadUInt32LittleEndian(start) == 0x04034b50)
        {
            LoadZip();
        }
        else if (start.SequenceEqual(LegacyMagic))
        {
            LoadLegacy();
        }
        else
        {
            Throw.TorchFile(Path, "it begins neither like a zip file nor like the older format of torch.save");
        }
    }

    private void LoadZip()
    {
        List<ZipRecord> records = ZipDirectory.Read(_file);
        string folder = records.Count == 0 ? string.Empty : records[0].Name.Split('/')[0];
        Dictionary<string, ZipRecord> byName = records.ToDictionary(record => record.Name, StringComparer.Ordinal);
        if (!byName.TryGetValue($"{folder}/data.pkl", out ZipRecord pickle))
        {
            Throw.TorchFile(Path, "it is a zip file without data.pkl, so torch.save did not write it");
        }

        if (byName.TryGetValue($"{folder}/byteorder", out ZipRecord order) && !ReadSmall(order).AsSpan().SequenceEqual("little"u8))
        {
            Throw.TorchFile(Path, "its numbers are in big-endian order");
        }

        byte[] bytes = ReadSmall(pickle);
        Unpickler unpickler = new(Path, bytes, 0, id => FindRecord(byName, $"{folder}/data/{id.Key}", id));
        Root = unpickler.Load();
    }

    private byte[] ReadSmall(ZipRecord record)
    {
        if (record.Length > MaxPickleLength)
        {
            Throw.TorchFile(Path, $"its record \"{record.Name}\" has {record.Length} bytes, above the limit of {MaxPickleLength}");
        }

        byte[] bytes = new byte[record.Length];
        _file.Read(bytes, record.Position);
        if (Crc32.Of(bytes) != record.Crc)
        {
            Throw.TorchFile(Path, $"its record \"{record.Name}\" was changed: its checksum is wrong");
        }

        return bytes;
    }

    private TorchStorage FindRecord(Dictionary<string, ZipRecord> records, string name, Unpickler.StorageId id)
    {
        if (!records.TryGetValue(name, out ZipRecord record) || record.Length != id.ByteLength)
        {
            Throw.TorchFile(Path, $"its record \"{name}\" is missing or does not have {id.ByteLength} bytes");
        }

        if (!_storages.TryGetValue(id.Key, out TorchStorage? storage))
        {
            _storages[id.Key] = storage = new FileStorage(_file, record.Position, record.Length, record.Crc);
        }

        return storage;
    }
}
