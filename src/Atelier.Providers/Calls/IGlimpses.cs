namespace Atelier.Providers.Calls;

/// <summary>
/// Hears what a provider lets be seen of a call while it is under way. Safe for use from many threads; it neither waits nor throws,
/// and may pass over what it is given.
/// </summary>
public interface IGlimpses
{
    /// <summary>Whether pictures would be shown at all, as far as is known: where that costs something, it need not be asked for.</summary>
    bool Wanted { get; }

    /// <summary>How far the call is, in percent, 0 to 100.</summary>
    void Tell(int percent);

    /// <summary>The picture as it is so far: bytes that nobody has looked into, and that do not change any more.</summary>
    void Show(ReadOnlyMemory<byte> picture);
}
