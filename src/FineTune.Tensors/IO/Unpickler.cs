using System.Buffers.Binary;
using System.Globalization;
using System.Numerics;
using System.Text;

namespace FineTune.IO;

/// <summary>
/// Reads the pickles torch writes (protocol 2) and nothing more: plain data, tensors and the few names in <see cref="TorchGlobals"/>.
/// It runs no code, does not recurse, and what it allocates is in proportion to the pickle's length.
/// </summary>
internal sealed partial class Unpickler
{
    private const int MaxNameLength = 200;

    // Far above what any checkpoint holds, and low enough that the largest pickle allowed takes well under a gigabyte.
    private const int MaxObjects = 1 << 23;
    private const int MaxContainers = 1 << 20;

    private readonly string _path;
    private readonly byte[] _pickle;
    private readonly Func<StorageId, TorchStorage> _findStorage;
    private readonly Dictionary<uint, object?> _memo = [];
    private readonly List<object?> _stack = [];
    private readonly Stack<int> _marks = new();
    private int _objects;
    private int _containers;

    public Unpickler(string path, byte[] pickle, int start, Func<StorageId, TorchStorage> findStorage)
    {
        _path = path;
        _pickle = pickle;
        _findStorage = findStorage;
        Position = start;
    }

    /// <summary>Gets where the next byte is read; after <see cref="Load"/>, where the pickle ended.</summary>
    public int Position { get; private set; }

    /// <summary>Reads one object.</summary>
    /// <exception cref="TorchFileException">The pickle is damaged, or asks for more than plain data.</exception>
    public object? Load()
    {
        while (true)
        {
            byte opcode = Bytes(1)[0];
            if (opcode == (byte)'.')
            {
                object? result = Pop();
                if (_stack.Count != 0 || _marks.Count != 0)
                {
                    Fail("it ends with unfinished objects");
                }

                return result;
            }

            Step(opcode);
        }
    }

    private void Step(byte opcode)
    {
        switch (opcode)
        {
            case 0x80:
                Protocol(Bytes(1)[0]);
                break;
            case (byte)'c':
                Push(Global());
                break;
            case (byte)'R':
                Reduce();
                break;
            case (byte)'b':
                Build();
                break;
            case (byte)'Q':
                Push(Persistent(Pop()));
                break;
            case (byte)'(':
                Count(ref _containers, MaxContainers);
                _marks.Push(_stack.Count);
                break;
            case (byte)'q':
                _memo[Bytes(1)[0]] = Peek();
                break;
            case (byte)'r':
                _memo[BinaryPrimitives.ReadUInt32LittleEndian(Bytes(4))] = Peek();
                break;
            case (byte)'h':
                Push(Remembered(Bytes(1)[0]));
                break;
            case (byte)'j':
                Push(Remembered(BinaryPrimitives.ReadUInt32LittleEndian(Bytes(4))));
                break;
            default:
                if (!StepValue(opcode) && !StepContainer(opcode))
                {
                    Fail($"it uses the pickle instruction 0x{opcode:x2}, which torch does not write");
                }

                break;
        }
    }

    private bool StepValue(byte opcode)
    {
        switch (opcode)
        {
            case (byte)'N':
                Push(null);
                return true;
            case 0x88:
                Push(true);
                return true;
            case 0x89:
                Push(false);
                return true;
            case (byte)'K':
                Push((long)Bytes(1)[0]);
                return true;
            case (byte)'M':
                Push((long)BinaryPrimitives.ReadUInt16LittleEndian(Bytes(2)));
                return true;
            case (byte)'J':
                Push((long)BinaryPrimitives.ReadInt32LittleEndian(Bytes(4)));
                return true;
            case 0x8a:
                Push(Long(Bytes(Bytes(1)[0])));
                return true;
            case (byte)'G':
                Push(BinaryPrimitives.ReadDoubleBigEndian(Bytes(8)));
                return true;
            case (byte)'X':
                Push(Text(Bytes(BinaryPrimitives.ReadUInt32LittleEndian(Bytes(4)))));
                return true;
            case (byte)'U':
                Push(Encoding.Latin1.GetString(Bytes(Bytes(1)[0])));
                return true;
            default:
                return false;
        }
    }

    private bool StepContainer(byte opcode)
    {
        Count(ref _containers, MaxContainers);
        switch (opcode)
        {
            case (byte)')':
                Push(new PickleTuple());
                return true;
            case 0x85:
                Push(new PickleTuple(Take(1)));
                return true;
            case 0x86:
                Push(new PickleTuple(Take(2)));
                return true;
            case 0x87:
                Push(new PickleTuple(Take(3)));
                return true;
            case (byte)'t':
                Push(new PickleTuple(TakeMarked()));
                return true;
            case (byte)']':
                Push(new List<object?>());
                return true;
            case (byte)'}':
                Push(new PickleDict());
                return true;
            case (byte)'a':
                Append(Take(1));
                return true;
            case (byte)'e':
                Append(TakeMarked());
                return true;
            case (byte)'s':
                SetItems(Take(2));
                return true;
            case (byte)'u':
                SetItems(TakeMarked());
                return true;
            default:
                return false;
        }
    }

    private void Protocol(byte version)
    {
        if (version != 2)
        {
            Fail($"its pickle has protocol {version}, expected 2, torch's");
        }
    }

    private TorchGlobal Global()
    {
        string module = Line();
        string name = Line();
        if (TorchGlobals.Find(module, name) is not { } global)
        {
            throw Throw.TorchFileGlobal(_path, module, name);
        }

        return global;
    }

    private string Line()
    {
        ReadOnlySpan<byte> rest = _pickle.AsSpan(Position);
        int length = rest[..Math.Min(rest.Length, MaxNameLength)].IndexOf((byte)'\n');
        if (length < 0)
        {
            Fail("it contains a name without an end");
        }

        Position += length + 1;
        return Encoding.ASCII.GetString(rest[..length]);
    }

    private object Long(ReadOnlySpan<byte> littleEndian)
    {
        BigInteger value = new(littleEndian);
        return value >= long.MinValue && value <= long.MaxValue ? (object)(long)value : value;
    }

    private string Text(ReadOnlySpan<byte> utf8)
    {
        if (!System.Text.Unicode.Utf8.IsValid(utf8))
        {
            Fail("it contains text that is not valid UTF-8");
        }

        return Encoding.UTF8.GetString(utf8);
    }

    private void Append(object?[] items)
    {
        if (Peek() is not List<object?> list)
        {
            throw Error("it appends to something that is not a list");
        }

        list.AddRange(items);
    }

    private void SetItems(object?[] items)
    {
        if (Peek() is not PickleDict dict || items.Length % 2 != 0)
        {
            throw Error("it sets items of something that is not a dict");
        }

        for (int i = 0; i < items.Length; i += 2)
        {
            if (items[i] is not (string or long))
            {
                Fail("it contains a dict with a key that is neither text nor a whole number");
            }

            dict[items[i]!] = items[i + 1];
        }
    }

    private ReadOnlySpan<byte> Bytes(uint count)
    {
        if (count > _pickle.Length - Position)
        {
            Fail("its pickle ends in the middle");
        }

        ReadOnlySpan<byte> bytes = _pickle.AsSpan(Position, (int)count);
        Position += (int)count;
        return bytes;
    }

    private void Push(object? value)
    {
        Count(ref _objects, MaxObjects);
        _stack.Add(value);
    }

    private void Count(ref int count, int limit)
    {
        if (++count > limit)
        {
            Fail($"its pickle holds more than {limit} objects");
        }
    }

    /// <summary>Objects below the last mark are out of reach until the mark is gone.</summary>
    private object? Peek()
    {
        if (_stack.Count <= (_marks.Count == 0 ? 0 : _marks.Peek()))
        {
            Fail("its pickle takes more than there is");
        }

        return _stack[^1];
    }

    private object? Pop()
    {
        object? value = Peek();
        _stack.RemoveAt(_stack.Count - 1);
        return value;
    }

    private object?[] Take(int count)
    {
        object?[] items = new object?[count];
        for (int i = count - 1; i >= 0; i--)
        {
            items[i] = Pop();
        }

        return items;
    }

    private object?[] TakeMarked()
    {
        if (_marks.Count == 0)
        {
            Fail("its pickle takes more than there is");
        }

        return Take(_stack.Count - _marks.Peek(), _marks.Pop());
    }

    private object?[] Take(int count, int start)
    {
        object?[] items = [.. System.Runtime.InteropServices.CollectionsMarshal.AsSpan(_stack).Slice(start, count)];
        _stack.RemoveRange(start, count);
        return items;
    }

    private object? Remembered(uint index)
    {
        if (!_memo.TryGetValue(index, out object? value))
        {
            Fail("its pickle refers to an object that is not there");
        }

        return value;
    }

    [System.Diagnostics.CodeAnalysis.DoesNotReturn]
    private void Fail(string problem) => throw Error(problem);

    private TorchFileException Error(string problem) =>
        Throw.TorchFileError(_path, string.Create(CultureInfo.InvariantCulture, $"{problem} (at byte {Position} of its pickle)"));
}
