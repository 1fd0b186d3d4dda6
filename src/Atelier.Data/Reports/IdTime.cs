using System.Buffers.Binary;

namespace Atelier.Data.Reports;

/// <summary>Ids of generations begin with their time, so that a span of time is a range of the primary key.</summary>
internal static class IdTime
{
    /// <summary>An id that no generation of before has reached, and none of then or later is below.</summary>
    public static Guid From(DateTimeOffset moment)
    {
        Span<byte> bytes = stackalloc byte[16];
        bytes.Clear();
        BinaryPrimitives.WriteInt64BigEndian(bytes, Math.Max(0, moment.ToUnixTimeMilliseconds()) << 16);
        return new Guid(bytes, bigEndian: true);
    }
}
