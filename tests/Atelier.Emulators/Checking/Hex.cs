using System.Security.Cryptography;

namespace Atelier.Emulators.Checking;

internal static class Hex
{
    public static string Sha256(ReadOnlySpan<byte> bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));
}
