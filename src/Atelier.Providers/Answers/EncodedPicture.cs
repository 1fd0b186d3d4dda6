namespace Atelier.Providers.Answers;

/// <summary>A picture as a provider sent it: bytes that nobody has looked into.</summary>
/// <param name="Seed">The seed that made it; null when the provider tells none.</param>
public sealed record EncodedPicture(ReadOnlyMemory<byte> Bytes, long? Seed)
{
    /// <summary>Which picture of its task it is, from 0, where others may be missing before it; null where it stands in its place.</summary>
    public int? Number { get; init; }
}
