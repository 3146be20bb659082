using System.Buffers.Binary;
using System.Text;

namespace FineTune.IO;

/// <summary>
/// Reads what a zip file says it holds, and believes none of it unchecked: records lie one after the other, are stored uncompressed, and
/// each is where the directory says. Nothing is unpacked, so no file can unpack to more than its size.
/// </summary>
internal sealed class ZipDirectory
{
    private const uint EndSignature = 0x06054b50;
    private const uint End64Signature = 0x06064b50;
    private const uint LocatorSignature = 0x07064b50;
    private const uint EntrySignature = 0x02014b50;
    private const uint LocalSignature = 0x04034b50;
    private const int EndLength = 22;
    private const int End64Length = 56;
    private const int LocatorLength = 20;
    private const int EntryLength = 46;
    private const int LocalLength = 30;
    private const int MaxCommentLength = ushort.MaxValue;
    private const long MaxDirectoryLength = 1 << 26;
    private const ushort EncryptedFlag = 1;
    private const ushort Zip64Extra = 1;

    private readonly FileReader _file;

    private ZipDirectory(FileReader file) => _file = file;

    /// <summary>Reads the records of a zip file, in the order of the directory.</summary>
    /// <exception cref="TorchFileException">The file is damaged, or not of the kind that torch writes.</exception>
    public static List<ZipRecord> Read(FileReader file) => new ZipDirectory(file).Read();

    private List<ZipRecord> Read()
    {
        (long start, long length, long count) = FindDirectory();
        byte[] directory = new byte[length];
        _file.Read(directory, start);
        List<ZipRecord> records = [];
        HashSet<string> names = new(StringComparer.Ordinal);
        List<(long Start, long End)> extents = [];
        int position = 0;
        for (long i = 0; i < count; i++)
        {
            Entry entry = ReadEntry(directory, ref position);
            if (!names.Add(entry.Name))
            {
                Throw.TorchFile(_file.Path, $"it holds two records named \"{entry.Name}\"");
            }

            ZipRecord record = Locate(entry, start);
            records.Add(record);
            extents.Add((entry.Offset, record.Position + record.Length));
        }

        CheckApart(extents);
        return records;
    }

    private (long Start, long Length, long Count) FindDirectory()
    {
        int tailLength = (int)Math.Min(_file.Length, EndLength + MaxCommentLength);
        byte[] tail = new byte[tailLength];
        _file.Read(tail, _file.Length - tailLength);
        int end = FindEnd(tail);
        ReadOnlySpan<byte> record = tail.AsSpan(end);
        long count = BinaryPrimitives.ReadUInt16LittleEndian(record[10..]);
        long length = BinaryPrimitives.ReadUInt32LittleEndian(record[12..]);
        long start = BinaryPrimitives.ReadUInt32LittleEndian(record[16..]);
        long endPosition = _file.Length - tailLength + end;
        if (count == ushort.MaxValue || length == uint.MaxValue || start == uint.MaxValue)
        {
            (start, length, count) = ReadEnd64(endPosition);
        }

        if (start < 0 || length < 0 || start > endPosition || length > endPosition - start)
        {
            Throw.TorchFile(_file.Path, "its directory does not lie inside it");
        }

        if (length > MaxDirectoryLength || count < 0 || count > length / EntryLength)
        {
            Throw.TorchFile(_file.Path, $"its directory of {length} bytes cannot list {count} records");
        }

        return (start, length, count);
    }

    private int FindEnd(byte[] tail)
    {
        for (int i = tail.Length - EndLength; i >= 0; i--)
        {
            if (BinaryPrimitives.ReadUInt32LittleEndian(tail.AsSpan(i)) == EndSignature)
            {
                return i;
            }
        }

        throw Throw.TorchFileError(_file.Path, "it has no directory at its end; the file was cut off");
    }

    private (long Start, long Length, long Count) ReadEnd64(long endPosition)
    {
        byte[] locator = new byte[LocatorLength];
        byte[] end = new byte[End64Length];
        if (endPosition < LocatorLength + End64Length)
        {
            Throw.TorchFile(_file.Path, "it lacks the second half of its directory's description");
        }

        _file.Read(locator, endPosition - LocatorLength);
        long position = BinaryPrimitives.ReadInt64LittleEndian(locator.AsSpan(8));
        if (BinaryPrimitives.ReadUInt32LittleEndian(locator) != LocatorSignature || position < 0 || position > endPosition - LocatorLength - End64Length)
        {
            Throw.TorchFile(_file.Path, "it lacks the second half of its directory's description");
        }

        _file.Read(end, position);
        if (BinaryPrimitives.ReadUInt32LittleEndian(end) != End64Signature)
        {
            Throw.TorchFile(_file.Path, "the second half of its directory's description is damaged");
        }

        return (
            BinaryPrimitives.ReadInt64LittleEndian(end.AsSpan(48)),
            BinaryPrimitives.ReadInt64LittleEndian(end.AsSpan(40)),
            BinaryPrimitives.ReadInt64LittleEndian(end.AsSpan(32)));
    }

    private Entry ReadEntry(byte[] directory, ref int position)
    {
        ReadOnlySpan<byte> rest = directory.AsSpan(position);
        if (rest.Length < EntryLength || BinaryPrimitives.ReadUInt32LittleEndian(rest) != EntrySignature)
        {
            Throw.TorchFile(_file.Path, "its directory is damaged");
        }

        int nameLength = BinaryPrimitives.ReadUInt16LittleEndian(rest[28..]);
        int extraLength = BinaryPrimitives.ReadUInt16LittleEndian(rest[30..]);
        int commentLength = BinaryPrimitives.ReadUInt16LittleEndian(rest[32..]);
        if (rest.Length < EntryLength + nameLength + extraLength + commentLength)
        {
            Throw.TorchFile(_file.Path, "its directory is damaged");
        }

        string name = Encoding.UTF8.GetString(rest.Slice(EntryLength, nameLength));
        ushort flags = BinaryPrimitives.ReadUInt16LittleEndian(rest[8..]);
        ushort method = BinaryPrimitives.ReadUInt16LittleEndian(rest[10..]);
        if (method != 0 || (flags & EncryptedFlag) != 0)
        {
            Throw.TorchFile(_file.Path, $"its record \"{name}\" is compressed or encrypted, which torch.save never does");
        }

        Entry entry = new(
            name,
            nameLength,
            BinaryPrimitives.ReadUInt32LittleEndian(rest[16..]),
            BinaryPrimitives.ReadUInt32LittleEndian(rest[20..]),
            BinaryPrimitives.ReadUInt32LittleEndian(rest[24..]),
            BinaryPrimitives.ReadUInt32LittleEndian(rest[42..]));
        position += EntryLength + nameLength + extraLength + commentLength;
        return Widen(entry, rest.Slice(EntryLength + nameLength, extraLength));
    }

    /// <summary>Takes sizes and offset from the extra field where 32 bits do not hold them.</summary>
    private Entry Widen(Entry entry, ReadOnlySpan<byte> extra)
    {
        while (extra.Length >= 4)
        {
            ushort id = BinaryPrimitives.ReadUInt16LittleEndian(extra);
            int length = BinaryPrimitives.ReadUInt16LittleEndian(extra[2..]);
            if (length > extra.Length - 4)
            {
                break;
            }

            if (id == Zip64Extra)
            {
                ReadOnlySpan<byte> fields = extra.Slice(4, length);
                entry = entry with
                {
                    Length = Next(entry.Length, ref fields),
                    StoredLength = Next(entry.StoredLength, ref fields),
                    Offset = Next(entry.Offset, ref fields),
                };
                break;
            }

            extra = extra[(4 + length)..];
        }

        return entry;
    }

    private long Next(long value, ref ReadOnlySpan<byte> fields)
    {
        if (value != uint.MaxValue)
        {
            return value;
        }

        if (fields.Length < sizeof(long))
        {
            Throw.TorchFile(_file.Path, "its directory is damaged");
        }

        value = BinaryPrimitives.ReadInt64LittleEndian(fields);
        fields = fields[sizeof(long)..];
        return value;
    }

    private ZipRecord Locate(Entry entry, long directoryStart)
    {
        if (entry.StoredLength != entry.Length)
        {
            Throw.TorchFile(_file.Path, $"its record \"{entry.Name}\" has two lengths, {entry.StoredLength} and {entry.Length}");
        }

        byte[] local = new byte[LocalLength + entry.NameLength];
        if (entry.Offset < 0 || entry.Length < 0 || entry.Offset > directoryStart - local.Length)
        {
            Throw.TorchFile(_file.Path, $"its record \"{entry.Name}\" does not lie inside it");
        }

        _file.Read(local, entry.Offset);
        if (BinaryPrimitives.ReadUInt32LittleEndian(local) != LocalSignature ||
            BinaryPrimitives.ReadUInt16LittleEndian(local.AsSpan(8)) != 0 ||
            BinaryPrimitives.ReadUInt16LittleEndian(local.AsSpan(26)) != entry.NameLength ||
            Encoding.UTF8.GetString(local.AsSpan(LocalLength)) != entry.Name)
        {
            Throw.TorchFile(_file.Path, $"its record \"{entry.Name}\" is not where its directory says");
        }

        long position = entry.Offset + local.Length + BinaryPrimitives.ReadUInt16LittleEndian(local.AsSpan(28));
        if (position > directoryStart || entry.Length > directoryStart - position)
        {
            Throw.TorchFile(_file.Path, $"its record \"{entry.Name}\" does not lie inside it");
        }

        return new ZipRecord(entry.Name, position, entry.Length, entry.Crc);
    }

    private void CheckApart(List<(long Start, long End)> extents)
    {
        extents.Sort();
        for (int i = 1; i < extents.Count; i++)
        {
            if (extents[i].Start < extents[i - 1].End)
            {
                Throw.TorchFile(_file.Path, "two of its records overlap");
            }
        }
    }

    private readonly record struct Entry(string Name, int NameLength, uint Crc, long StoredLength, long Length, long Offset);
}
