using System.Globalization;
using System.Text;

namespace FineTune.IO;

/// <content>Tensors and NumPy arrays.</content>
internal sealed partial class Pickler
{
    /// <summary><c>_rebuild_tensor_v2(storage, offset, size, stride, requires_grad, OrderedDict())</c>.</summary>
    private void SaveTensor(TorchTensor tensor)
    {
        SaveGlobal("torch._utils", "_rebuild_tensor_v2");
        Op('(');
        SaveStorage(tensor);
        SaveLong(tensor.Offset);
        SaveTuple(Tuple(tensor.Dims));
        SaveTuple(Tuple(tensor.Strides));
        Save(tensor.RequiresGrad);
        SaveDict(new PickleDict { IsOrderedDict = true });
        Op('t');
        Put();
        Op('R');
        _objects[tensor] = Put();
    }

    private void SaveStorage(TorchTensor tensor)
    {
        if (!_storages.TryGetValue(tensor.Storage, out int key))
        {
            key = _storages.Count;
            _storages[tensor.Storage] = key;
        }

        Op('(');
        SaveText("storage");
        SaveGlobal("torch", TorchGlobals.StorageName(tensor.DType));
        SaveText(key.ToString(CultureInfo.InvariantCulture));
        SaveText("cpu");
        SaveLong(tensor.Storage.ByteLength / DTypes.BytesOf(tensor.DType));
        Op('t');
        Put();
        Op('Q');
    }

    /// <summary><c>_reconstruct(ndarray, (0,), b'b')</c>, then the state (1, shape, dtype, False, bytes).</summary>
    private void SaveArray(NumPyArray array)
    {
        SaveGlobal("numpy._core.multiarray", "_reconstruct");
        SaveGlobal("numpy", "ndarray");
        SaveTuple(new PickleTuple(0L));
        SaveBytes("b"u8);
        _bytes.WriteByte(0x87);
        Put();
        Op('R');
        _objects[array] = Put();
        Op('(');
        SaveLong(1);
        SaveTuple(Tuple(array.Dims));
        SaveNumPyDType(array.DType);
        Save(false);
        SaveBytes(array.Bytes);
        Op('t');
        Put();
        Op('b');
    }

    private void SaveNumPyDType(string name)
    {
        SaveGlobal("numpy", "dtype");
        SaveTuple(new PickleTuple(name, false, true));
        Op('R');
        Put();
        SaveTuple(new PickleTuple(3L, name[1] == '1' ? "|" : "<", null, null, null, -1L, -1L, 0L));
        Op('b');
    }

    /// <summary>Protocol 2 has no bytes: they are text, encoded by Latin-1 when read.</summary>
    private void SaveBytes(ReadOnlySpan<byte> bytes)
    {
        SaveGlobal("_codecs", "encode");
        SaveTuple(new PickleTuple(Encoding.Latin1.GetString(bytes), "latin1"));
        Op('R');
        Put();
    }

    private static PickleTuple Tuple(IReadOnlyList<long> numbers) => new([.. numbers.Select(number => (object?)number)]);
}
