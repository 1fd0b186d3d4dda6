namespace Atelier.Providers.Http;

/// <summary>Sees a body on its way into the spool.</summary>
internal interface IBodyWatch
{
    /// <summary>Whether all that matters has come: nothing more is read, and whatever becomes of the rest is no failure.</summary>
    bool IsWhole { get; }

    /// <summary>The next bytes, which are in the spool already. It must not wait, and must not throw.</summary>
    void Take(ReadOnlySpan<byte> bytes);

    /// <summary>All of it came.</summary>
    /// <exception cref="Failures.ProviderException">It is not whole all the same, or tells of a failure: nothing of it is kept.</exception>
    void End();
}
