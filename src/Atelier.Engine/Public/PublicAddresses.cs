using Atelier.Engine.Sources;

namespace Atelier.Engine.Public;

/// <summary>Addresses of ours that providers can reach. Without a public address there are none, and callbacks are off.</summary>
public class PublicAddresses
{
    /// <summary>Whether providers can reach us.</summary>
    public virtual bool Configured => false;

    /// <summary>Where a provider may call back about an attempt; the address carries a token that nobody can guess.</summary>
    public virtual Uri? OfCallback(string provider, Guid attemptId) => null;

    /// <summary>Whether a token is that of the attempt's address.</summary>
    public virtual bool IsCallback(string provider, Guid attemptId, string token) => false;

    /// <summary>An address of an image as it is edited, signed for providers alone and for a short while. Shown to nobody.</summary>
    /// <exception cref="InvalidOperationException">There is no public address.</exception>
    public virtual Uri OfSource(Guid imageId, SourceLook look, int urlEpoch) =>
        throw new InvalidOperationException("There is no public address to fetch pictures from.");

    /// <summary>Likewise of an image as a mask, white where to repaint.</summary>
    /// <exception cref="InvalidOperationException">There is no public address.</exception>
    public virtual Uri OfMask(Guid imageId, SourceLook look, int urlEpoch) =>
        throw new InvalidOperationException("There is no public address to fetch pictures from.");
}
