using System.Runtime.InteropServices;

namespace FineTune.Training;

/// <summary>A batch's predictions as bytes, on the way from one process to the others.</summary>
internal static class PredictedBatchBytes
{
    private const byte None = 0, Floats = 1, Longs = 2;

    public static byte[] Of(PredictedBatch batch)
    {
        using MemoryStream stream = new();
        using BinaryWriter writer = new(stream);
        writer.Write(batch.Size);
        writer.Write(batch.Loss is not null);
        writer.Write(batch.Loss ?? 0);
        Write(writer, batch.Logits);
        Write(writer, batch.Labels);
        Write(writer, batch.Inputs);
        writer.Write(batch.Others?.Count ?? -1);
        foreach ((string name, IReadOnlyList<Tensor> tensors) in batch.Others ?? new Dictionary<string, IReadOnlyList<Tensor>>())
        {
            writer.Write(name);
            writer.Write(tensors.Count);
            foreach (Tensor tensor in tensors)
            {
                Write(writer, tensor);
            }
        }

        writer.Flush();
        return stream.ToArray();
    }

    public static PredictedBatch Read(byte[] bytes)
    {
        using BinaryReader reader = new(new MemoryStream(bytes));
        int size = reader.ReadInt32();
        bool hasLoss = reader.ReadBoolean();
        float loss = reader.ReadSingle();
        return new PredictedBatch(size, hasLoss ? loss : null, (Tensor?)ReadTensor(reader), ReadTensor(reader), ReadTensor(reader), ReadOthers(reader));
    }

    private static OrderedDictionary<string, IReadOnlyList<Tensor>>? ReadOthers(BinaryReader reader)
    {
        int count = reader.ReadInt32();
        if (count < 0)
        {
            return null;
        }

        OrderedDictionary<string, IReadOnlyList<Tensor>> others = new(count, StringComparer.Ordinal);
        for (int i = 0; i < count; i++)
        {
            string name = reader.ReadString();
            Tensor[] tensors = new Tensor[reader.ReadInt32()];
            for (int t = 0; t < tensors.Length; t++)
            {
                tensors[t] = (Tensor)ReadTensor(reader)!;
            }

            others[name] = tensors;
        }

        return others;
    }

    private static void Write(BinaryWriter writer, TensorBase? tensor)
    {
        writer.Write(tensor switch { null => None, Tensor => Floats, _ => Longs });
        if (tensor is null)
        {
            return;
        }

        writer.Write(tensor.Shape.Rank);
        foreach (int dim in tensor.Shape.ToArray())
        {
            writer.Write(dim);
        }

        writer.Write(tensor is Tensor floats ? MemoryMarshal.AsBytes(floats.Span) : MemoryMarshal.AsBytes(((LongTensor)tensor).Span));
    }

    private static TensorBase? ReadTensor(BinaryReader reader)
    {
        byte kind = reader.ReadByte();
        if (kind == None)
        {
            return null;
        }

        int[] dims = new int[reader.ReadInt32()];
        for (int i = 0; i < dims.Length; i++)
        {
            dims[i] = reader.ReadInt32();
        }

        Shape shape = new(dims);
        return kind == Floats
            ? Tensor.From(MemoryMarshal.Cast<byte, float>(reader.ReadBytes(shape.NumElements * sizeof(float))).ToArray(), shape)
            : new LongTensor(MemoryMarshal.Cast<byte, long>(reader.ReadBytes(shape.NumElements * sizeof(long))).ToArray(), shape);
    }
}
