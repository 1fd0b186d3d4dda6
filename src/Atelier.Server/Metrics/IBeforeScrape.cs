namespace Atelier.Server.Metrics;

/// <summary>Somebody whose gauges are read from elsewhere, before they are told.</summary>
internal interface IBeforeScrape
{
    /// <summary>Reads anew what is too old; a failure leaves gauges out and harms nobody else's.</summary>
    Task RefreshAsync(CancellationToken cancellationToken);
}
