using System.Buffers.Binary;
using System.Numerics;

namespace FineTune.IO;

/// <content>
/// The format before torch 1.6: a magic number, a version, a dict about the machine, the object and the names of its storages, each a pickle;
/// then for each storage its length and its bytes.
/// </content>
internal sealed partial class TorchFile
{
    private const int LegacyVersion = 1001;

    private static ReadOnlySpan<byte> LegacyMagic => [0x80, 2, 0x8a, 10, 0x6c, 0xfc, 0x9c, 0x46, 0xf9, 0x20, 0x6a, 0xa8, 0x50, 0x19, (byte)'.'];

    private void LoadLegacy()
    {
        // Only the pickles are needed here; the numbers that follow may be many times as long.
        byte[] bytes = new byte[(int)Math.Min(_file.Length, MaxPickleLength)];
        _file.Read(bytes, 0);
        int position = LegacyMagic.Length;
        if (ReadPickle(bytes, ref position) is not (long)LegacyVersion)
        {
            Throw.TorchFile(Path, "it is of an unknown version of the older format of torch.save");
        }

        if (ReadPickle(bytes, ref position) is not PickleDict machine || !machine.TryGetValue("little_endian", out object? little) || little is not true)
        {
            Throw.TorchFile(Path, "its numbers are in big-endian order");
        }

        Root = ReadPickle(bytes, ref position);
        if (ReadPickle(bytes, ref position) is not List<object?> keys)
        {
            throw Throw.TorchFileError(Path, "it does not list its storages");
        }

        PlaceStorages(keys, position);
    }

    private object? ReadPickle(byte[] bytes, ref int position)
    {
        Unpickler unpickler = new(Path, bytes, position, FindLegacy);
        object? value = unpickler.Load();
        position = unpickler.Position;
        return value;
    }

    private TorchStorage FindLegacy(Unpickler.StorageId id)
    {
        if (!_storages.TryGetValue(id.Key, out TorchStorage? storage))
        {
            _storages[id.Key] = storage = new FileStorage(_file, -1, id.ByteLength, crc: null);
        }

        if (storage.ByteLength != id.ByteLength)
        {
            Throw.TorchFile(Path, $"it gives storage \"{id.Key}\" two lengths");
        }

        return storage;
    }

    private void PlaceStorages(List<object?> keys, long position)
    {
        Span<byte> count = stackalloc byte[sizeof(long)];
        HashSet<string> placed = new(StringComparer.Ordinal);
        foreach (object? key in keys)
        {
            if (key is not string name || !_storages.TryGetValue(name, out TorchStorage? storage) || !placed.Add(name))
            {
                throw Throw.TorchFileError(Path, "it lists a storage that no tensor uses, or one twice");
            }

            if (_file.Length - position < sizeof(long) + storage.ByteLength)
            {
                Throw.TorchFile(Path, "it ends in the middle of a tensor; the file was cut off");
            }

            _file.Read(count, position);
            CheckCount(name, BinaryPrimitives.ReadInt64LittleEndian(count), storage.ByteLength);
            ((FileStorage)storage).Start = position + sizeof(long);
            position += sizeof(long) + storage.ByteLength;
        }

        if (placed.Count != _storages.Count)
        {
            Throw.TorchFile(Path, "a tensor uses a storage that it does not hold");
        }
    }

    /// <summary>The count is of elements of 1, 2, 4, 8 or 16 bytes; which, the tensors say.</summary>
    private void CheckCount(string name, long count, long byteLength)
    {
        bool fits = byteLength == 0 ? count == 0 : count > 0 && byteLength % count == 0 && BitOperations.IsPow2(byteLength / count) && byteLength / count <= 16;
        if (!fits)
        {
            Throw.TorchFile(Path, $"storage \"{name}\" has {count} elements in {byteLength} bytes");
        }
    }
}
