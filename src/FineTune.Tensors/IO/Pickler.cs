using System.Buffers.Binary;
using System.Numerics;
using System.Text;

namespace FineTune.IO;

/// <summary>
/// Writes pickles of protocol 2 the way Python does for torch, down to what it remembers and refers back to: an object by itself, a text by
/// its content.
/// </summary>
internal sealed partial class Pickler
{
    private const int BatchLength = 1000;
    private const int MaxDepth = 100;

    private readonly MemoryStream _bytes = new();
    private readonly Dictionary<object, int> _objects = new(ReferenceEqualityComparer.Instance);
    private readonly Dictionary<string, int> _texts = new(StringComparer.Ordinal);
    private readonly Dictionary<(string Module, string Name), int> _globals = [];
    private readonly Dictionary<TorchStorage, int> _storages = [];
    private int _memoCount;
    private int _depth;

    /// <summary>Gets the storages of the tensors written, in the order of their keys 0, 1, ...</summary>
    public IReadOnlyCollection<TorchStorage> Storages => _storages.Keys;

    /// <summary>Writes an object.</summary>
    /// <exception cref="ArgumentException">It holds something that no torch file does.</exception>
    public byte[] Dump(object? value)
    {
        _bytes.Write([0x80, 2]);
        Save(value);
        Op('.');
        return _bytes.ToArray();
    }

    private void Save(object? value)
    {
        if (value is not null && _objects.TryGetValue(value, out int index))
        {
            Get(index);
            return;
        }

        if (++_depth > MaxDepth)
        {
            throw new ArgumentException($"Objects nested more than {MaxDepth} deep cannot be written to a torch file.");
        }

        SaveNew(value);
        _depth--;
    }

    private void SaveNew(object? value)
    {
        switch (value)
        {
            case null:
                Op('N');
                break;
            case bool truth:
                _bytes.WriteByte((byte)(truth ? 0x88 : 0x89));
                break;
            case int number:
                SaveLong(number);
                break;
            case long number:
                SaveLong(number);
                break;
            case double number:
                Op('G');
                BinaryPrimitives.WriteDoubleBigEndian(Space(8), number);
                break;
            case string text:
                SaveText(text);
                break;
            case PickleTuple tuple:
                SaveTuple(tuple);
                break;
            case List<object?> list:
                SaveList(list);
                break;
            case PickleDict dict:
                SaveDict(dict);
                break;
            case TorchTensor tensor:
                SaveTensor(tensor);
                break;
            case NumPyArray array:
                SaveArray(array);
                break;
            default:
                throw new ArgumentException($"A {value.GetType().Name} cannot be written to a torch file.");
        }
    }

    private void SaveLong(long value)
    {
        switch (value)
        {
            case >= 0 and <= byte.MaxValue:
                Op('K');
                _bytes.WriteByte((byte)value);
                break;
            case >= 0 and <= ushort.MaxValue:
                Op('M');
                BinaryPrimitives.WriteUInt16LittleEndian(Space(2), (ushort)value);
                break;
            case >= int.MinValue and <= int.MaxValue:
                Op('J');
                BinaryPrimitives.WriteInt32LittleEndian(Space(4), (int)value);
                break;
            default:
                byte[] digits = new BigInteger(value).ToByteArray();
                _bytes.WriteByte(0x8a);
                _bytes.WriteByte((byte)digits.Length);
                _bytes.Write(digits);
                break;
        }
    }

    private void SaveText(string text)
    {
        if (_texts.TryGetValue(text, out int index))
        {
            Get(index);
            return;
        }

        byte[] utf8 = Encoding.UTF8.GetBytes(text);
        Op('X');
        BinaryPrimitives.WriteInt32LittleEndian(Space(4), utf8.Length);
        _bytes.Write(utf8);
        _texts[text] = Put();
    }

    private void SaveTuple(PickleTuple tuple)
    {
        if (tuple.Count == 0)
        {
            Op(')');
            return;
        }

        if (tuple.Count > 3)
        {
            Op('(');
        }

        foreach (object? item in tuple)
        {
            Save(item);
        }

        _bytes.WriteByte(tuple.Count switch
        {
            1 => 0x85,
            2 => 0x86,
            3 => 0x87,
            _ => (byte)'t',
        });
        _objects[tuple] = Put();
    }

    private void SaveList(List<object?> list)
    {
        Op(']');
        _objects[list] = Put();
        if (list.Count == 1)
        {
            Save(list[0]);
            Op('a');
            return;
        }

        for (int start = 0; start < list.Count; start += BatchLength)
        {
            Op('(');
            foreach (object? item in list.Skip(start).Take(BatchLength))
            {
                Save(item);
            }

            Op('e');
        }
    }

    private void SaveDict(PickleDict dict)
    {
        if (dict.IsOrderedDict)
        {
            SaveGlobal("collections", "OrderedDict");
            _bytes.Write(")R"u8);
        }
        else
        {
            Op('}');
        }

        _objects[dict] = Put();
        SaveItems(dict);
        if (dict.Attributes is { } attributes)
        {
            Save(attributes);
            Op('b');
        }
    }

    /// <summary>In batches; a single item is set by itself, of an OrderedDict also one left over at the end.</summary>
    private void SaveItems(PickleDict dict)
    {
        KeyValuePair<object, object?>[] items = [.. dict];
        for (int start = 0; start < items.Length; start += BatchLength)
        {
            ReadOnlySpan<KeyValuePair<object, object?>> batch = items.AsSpan(start, Math.Min(BatchLength, items.Length - start));
            bool isSingle = batch.Length == 1 && (dict.IsOrderedDict || items.Length == 1);
            if (!isSingle)
            {
                Op('(');
            }

            foreach ((object key, object? value) in batch)
            {
                Save(key);
                Save(value);
            }

            Op(isSingle ? 's' : 'u');
        }
    }

    private void SaveGlobal(string module, string name)
    {
        if (_globals.TryGetValue((module, name), out int index))
        {
            Get(index);
            return;
        }

        Op('c');
        _bytes.Write(Encoding.ASCII.GetBytes($"{module}\n{name}\n"));
        _globals[(module, name)] = Put();
    }

    private void Op(char opcode) => _bytes.WriteByte((byte)opcode);

    private Span<byte> Space(int length)
    {
        int start = (int)_bytes.Length;
        _bytes.SetLength(start + length);
        _bytes.Position = start + length;
        return _bytes.GetBuffer().AsSpan(start, length);
    }

    /// <summary>Remembers the object on top.</summary>
    private int Put()
    {
        WriteIndex('q', 'r', _memoCount);
        return _memoCount++;
    }

    private void Get(int index) => WriteIndex('h', 'j', index);

    private void WriteIndex(char shortOpcode, char longOpcode, int index)
    {
        if (index <= byte.MaxValue)
        {
            Op(shortOpcode);
            _bytes.WriteByte((byte)index);
        }
        else
        {
            Op(longOpcode);
            BinaryPrimitives.WriteInt32LittleEndian(Space(4), index);
        }
    }
}
