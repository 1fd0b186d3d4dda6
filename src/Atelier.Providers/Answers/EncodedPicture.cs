namespace Atelier.Providers.Answers;

/// <summary>A picture as a provider sent it: bytes that nobody has looked into.</summary>
/// <param name="Seed">The seed that made it; null when the provider tells none.</param>
public sealed record EncodedPicture(ReadOnlyMemory<byte> Bytes, long? Seed);
