namespace FineTune.Tensors.Tests.IO;

/// <summary>Damages files in the ways disks, networks and attackers do.</summary>
internal static class Mutation
{
    public static byte[] Of(byte[] original, Random random)
    {
        List<byte> bytes = [.. original];
        for (int edits = random.Next(1, 4); edits > 0; edits--)
        {
            int at = random.Next(bytes.Count);
            int length = Math.Min(random.Next(1, 40), bytes.Count - at);
            switch (random.Next(7))
            {
                case 0:
                    bytes[at] ^= (byte)(1 << random.Next(8));
                    break;
                case 1:
                    bytes[at] = (byte)random.Next(256);
                    break;
                case 2:
                    bytes.RemoveRange(at, length);
                    break;
                case 3:
                    bytes.InsertRange(at, bytes.GetRange(random.Next(bytes.Count - length + 1), length));
                    break;
                case 4:
                    bytes.RemoveRange(at, bytes.Count - at);
                    break;
                case 5:
                    bytes[at] = (byte)"0123456789[]{},:\"-e."[random.Next(20)];
                    break;
                default:
                    for (int i = 0; i < length; i++)
                    {
                        bytes[at + i] = (byte)(random.Next(2) * 255);
                    }

                    break;
            }

            if (bytes.Count == 0)
            {
                break;
            }
        }

        return [.. bytes];
    }
}
