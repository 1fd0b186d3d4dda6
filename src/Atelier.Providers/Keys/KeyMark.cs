using System.Security.Cryptography;
using System.Text;

namespace Atelier.Providers.Keys;

/// <summary>
/// Which key it was, without the key: the variable that held it, and a short hash. Stored with each call, so that a key is known again
/// under another name, and a new key under the old one.
/// </summary>
/// <param name="Name">The variable.</param>
/// <param name="Print">12 hex digits.</param>
public sealed record KeyMark(string Name, string Print)
{
    private const char Between = '#';
    private const int Digits = 12;

    /// <summary>The mark of a key at this provider.</summary>
    public static KeyMark Of(string provider, string name, string key) =>
        new(name, Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{provider}\n{key}")))[..Digits]);

    /// <summary>The mark in a text; null when there is none.</summary>
    public static KeyMark? Read(string? text) =>
        text?.LastIndexOf(Between) is > 0 and var at ? new KeyMark(text[..at], text[(at + 1)..]) : null;

    /// <summary>As it is stored.</summary>
    public override string ToString() => $"{Name}{Between}{Print}";
}
