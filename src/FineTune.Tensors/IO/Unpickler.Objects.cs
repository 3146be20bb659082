using System.Text;

namespace FineTune.IO;

/// <content>The objects that are made by calling one of the known names.</content>
internal sealed partial class Unpickler
{
    private const int MaxNumPyRank = 32;

    /// <summary>The bytes that text was turned into; a pickle may name one text many times.</summary>
    private long _encoded;

    private void Reduce()
    {
        if (Pop() is not PickleTuple arguments || Pop() is not TorchGlobal function)
        {
            throw Error("it calls something that cannot be called");
        }

        Count(ref _containers, MaxContainers);
        Push(function.Kind switch
        {
            TorchGlobalKind.OrderedDict when arguments.Count == 0 => new PickleDict { IsOrderedDict = true },
            TorchGlobalKind.RebuildTensor => RebuildTensor(arguments, arguments.Count > 0 ? DTypeOf(arguments[0]) : null),
            TorchGlobalKind.RebuildTensorV3 => RebuildTensor(arguments, arguments.Count > 6 ? DTypeOf(arguments[6]) : null),
            TorchGlobalKind.RebuildParameter when arguments.Count > 0 && arguments[0] is TorchTensor tensor => tensor,
            TorchGlobalKind.Size when arguments.Count == 1 && arguments[0] is PickleTuple size => size,
            TorchGlobalKind.Encode => Encode(arguments),
            TorchGlobalKind.NumPyReconstruct => new NumPyArray(),
            TorchGlobalKind.NumPyDType when arguments.Count > 0 && arguments[0] is string name => new NumPyDType(name),
            _ => throw Error("it calls one of torch's functions with arguments torch does not give it"),
        });
    }

    private void Build()
    {
        object? state = Pop();
        switch (Peek())
        {
            case PickleDict { IsOrderedDict: true } dict when state is PickleDict attributes:
                dict.Attributes = attributes;
                break;
            case NumPyDType when state is PickleTuple tuple:
                CheckByteOrder(tuple);
                break;
            case NumPyArray array when state is PickleTuple tuple:
                FillArray(array, tuple);
                break;
            default:
                throw Error("it gives a state to an object that has none");
        }
    }

    private static SafetensorsDType? DTypeOf(object? argument) => argument switch
    {
        StorageReference storage => storage.DType,
        TorchGlobal { Kind: TorchGlobalKind.DType } global => global.DType,
        _ => null,
    };

    private StorageReference Persistent(object? id)
    {
        if (id is not PickleTuple { Count: 5 or 6 } tuple ||
            tuple[0] is not "storage" ||
            tuple[1] is not TorchGlobal { Kind: TorchGlobalKind.Storage } type ||
            tuple[2] is not string key ||
            tuple[4] is not long count ||
            count < 0)
        {
            throw Error("it refers to something outside that is not a storage");
        }

        if (tuple.Count == 6 && tuple[5] is not null)
        {
            Fail("it contains views of storages, as very old torch wrote them");
        }

        int bytesEach = type.DType is { } dtype ? DTypes.BytesOf(dtype) : 1;
        if (count > long.MaxValue / bytesEach)
        {
            Fail("it contains a storage that is too large");
        }

        return new StorageReference(_findStorage(new StorageId(key, count * bytesEach)), type.DType);
    }

    private TorchTensor RebuildTensor(PickleTuple arguments, SafetensorsDType? dtype)
    {
        if (arguments.Count < 4 || arguments[0] is not StorageReference { Storage: { } storage } || arguments[1] is not long offset || dtype is null)
        {
            throw Error("it contains a tensor that is not described as torch does");
        }

        long[] dims = Numbers(arguments[2], TorchTensor.MaxRank);
        long[] strides = Numbers(arguments[3], TorchTensor.MaxRank);
        bool requiresGrad = arguments.Count > 4 && arguments[4] is true;
        if (offset < 0 || dims.Length != strides.Length || !Fits(storage.ByteLength / DTypes.BytesOf(dtype.Value), offset, dims, strides))
        {
            Fail($"it contains a tensor shaped ({string.Join(", ", dims)}) that does not fit its storage of {storage.ByteLength} bytes");
        }

        return new TorchTensor(storage, dtype.Value, offset, dims, strides, requiresGrad);
    }

    /// <summary>
    /// Every element lies in the storage, and there are no more of them than it has: a tensor that repeats elements, which could be
    /// far larger than its file, is refused.
    /// </summary>
    private static bool Fits(long available, long offset, long[] dims, long[] strides)
    {
        Int128 last = offset;
        Int128 length = 1;
        for (int axis = 0; axis < dims.Length; axis++)
        {
            last += (Int128)(dims[axis] - 1) * strides[axis];
            length *= dims[axis];
            if (length > long.MaxValue || last > long.MaxValue)
            {
                return false;
            }
        }

        return length == 0 || (last < available && length <= available);
    }

    private long[] Numbers(object? tuple, int most)
    {
        if (tuple is not PickleTuple items || items.Count > most || !items.All(item => item is long and >= 0))
        {
            throw Error("it contains a list of sizes that are not whole numbers of zero or more");
        }

        return [.. items.Select(item => (long)item!)];
    }

    private byte[] Encode(PickleTuple arguments)
    {
        if (arguments.Count != 2 || arguments[0] is not string text || arguments[1] is not "latin1" || text.Any(c => c > 255))
        {
            throw Error("it contains bytes that are not written as torch does");
        }

        _encoded += text.Length;
        if (_encoded > _pickle.Length)
        {
            Fail("it contains the same bytes many times over");
        }

        return Encoding.Latin1.GetBytes(text);
    }

    private void CheckByteOrder(PickleTuple state)
    {
        if (state.Count < 2 || state[1] is not ("<" or "|" or "="))
        {
            Fail("it contains a NumPy array whose bytes are not in little-endian order");
        }
    }

    private void FillArray(NumPyArray array, PickleTuple state)
    {
        if (state.Count != 5 || state[2] is not NumPyDType dtype || state[3] is not false || state[4] is not byte[] bytes)
        {
            throw Error("it contains a NumPy array that is not plain numbers in row-major order");
        }

        long[] dims = Numbers(state[1], MaxNumPyRank);
        Int128 length = dtype.Bytes;
        foreach (long dim in dims)
        {
            length = Int128.Min(length * dim, long.MaxValue);
        }

        if (dtype.Bytes == 0 || length != bytes.Length)
        {
            Fail($"it contains a NumPy array of {dtype.Name} shaped ({string.Join(", ", dims)}) with {bytes.Length} bytes");
        }

        array.Fill(dtype.Name, dims, bytes);
    }

    /// <summary>Asks for a storage by its name in the file and the bytes it should have.</summary>
    internal readonly record struct StorageId(string Key, long ByteLength);

    private sealed record StorageReference(TorchStorage Storage, SafetensorsDType? DType);

    /// <summary>A kind of numbers as NumPy writes it: a letter and the bytes of each.</summary>
    private sealed record NumPyDType(string Name)
    {
        public int Bytes => Name is [('u' or 'i' or 'f' or 'b'), ('1' or '2' or '4' or '8')] ? Name[1] - '0' : 0;
    }
}
