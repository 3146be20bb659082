using System.Buffers.Binary;

namespace FineTune.Data;

/// <summary>
/// Walks through the messages of an Arrow stream before anything is made of them: no message may be longer than the file. The reader
/// itself believes every length and makes room for it, and follows every reference, be it in a circle.
/// </summary>
internal static class ArrowMessages
{
    private const uint Continuation = 0xFFFFFFFF;
    private const int DeepestNesting = 60;

    // The places of fields in Arrow's tables Message, Schema and Field.
    private const int HeaderKind = 1;
    private const int Header = 2;
    private const int BodyLength = 3;
    private const int SchemaKind = 1;
    private const int SchemaFields = 1;
    private const int FieldChildren = 5;

    /// <exception cref="FormatException">A message is cut off, or its length is impossible.</exception>
    public static async Task CheckAsync(Stream stream, CancellationToken cancellationToken)
    {
        byte[] head = new byte[4];
        while (stream.Position < stream.Length)
        {
            await stream.ReadExactlyAsync(head, cancellationToken).ConfigureAwait(false);
            if (BinaryPrimitives.ReadUInt32LittleEndian(head) == Continuation)
            {
                await stream.ReadExactlyAsync(head, cancellationToken).ConfigureAwait(false);
            }

            int length = BinaryPrimitives.ReadInt32LittleEndian(head);
            if (length == 0)
            {
                return;
            }

            Require(length, stream);
            byte[] message = new byte[length];
            await stream.ReadExactlyAsync(message, cancellationToken).ConfigureAwait(false);
            long body = Check(message);
            Require(body, stream);
            stream.Seek(body, SeekOrigin.Current);
        }
    }

    private static void Require(long length, Stream stream)
    {
        if (length < 0 || length > stream.Length - stream.Position)
        {
            throw new FormatException($"a message of {length} bytes where {stream.Length - stream.Position} are left");
        }
    }

    /// <summary>Checks the columns that a message describes, and says how many bytes follow it.</summary>
    private static long Check(ReadOnlySpan<byte> message)
    {
        FlatTable table = FlatTable.Root(message);
        if (table.Byte(HeaderKind) == SchemaKind && table.TryTable(Header, out FlatTable schema))
        {
            int budget = message.Length / sizeof(int);
            CheckFields(schema, SchemaFields, depth: 0, ref budget);
        }

        return table.Int64(BodyLength);
    }

    private static void CheckFields(FlatTable table, int list, int depth, ref int budget)
    {
        int count = table.Count(list);
        budget -= count;
        if (depth > DeepestNesting || budget < 0)
        {
            throw new FormatException("a description of columns that does not end");
        }

        for (int i = 0; i < count; i++)
        {
            CheckFields(table.Item(list, i), FieldChildren, depth + 1, ref budget);
        }
    }
}
