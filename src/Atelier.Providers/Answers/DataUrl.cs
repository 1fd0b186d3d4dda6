using System.Buffers;
using System.Buffers.Text;
using System.Text;
using System.Text.Json;

namespace Atelier.Providers.Answers;

/// <summary>Files within the text of an address, such as <c>data:image/png;base64,AQID</c>.</summary>
internal static class DataUrl
{
    private static ReadOnlySpan<byte> Prefix => "data:"u8;

    public static bool Is(ReadOnlySpan<byte> text) =>
        text.Length > Prefix.Length && Ascii.EqualsIgnoreCase(text[..Prefix.Length], Prefix);

    /// <summary>The file in the text that the reader stands at; null where it is no base64, or empty.</summary>
    public static byte[]? Read(ref Utf8JsonReader reader)
    {
        if (!reader.ValueIsEscaped)
        {
            return Decode(reader.ValueSpan);
        }

        // Some write each slash as two signs.
        var plain = ArrayPool<byte>.Shared.Rent(reader.ValueSpan.Length);
        try
        {
            return Decode(plain.AsSpan(0, reader.CopyString(plain)));
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(plain);
        }
    }

    /// <summary>The file in this text; null where it is no such address, no base64, or empty.</summary>
    public static byte[]? Read(string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        return Is(bytes) ? Decode(bytes) : null;
    }

    private static byte[]? Decode(ReadOnlySpan<byte> text)
    {
        var packed = text[(text.IndexOf((byte)',') + 1)..];
        var padding =
            packed.EndsWith("=="u8) ? 2
            : packed.EndsWith("="u8) ? 1
            : 0;
        var file = new byte[Math.Max(0, Base64.GetMaxDecodedFromUtf8Length(packed.Length) - padding)];
        return Base64.DecodeFromUtf8(packed, file, out _, out var length) == OperationStatus.Done && length > 0
            ? length == file.Length
                ? file
                : file[..length]
            : null;
    }
}
