using System.ComponentModel.DataAnnotations;

namespace Atelier.Server.Limits;

/// <summary>How often callers whom a door limits by address may come from one, under <c>Limits:Addresses</c>. 0 is no limit.</summary>
internal sealed class AddressLimitOptions
{
    public const string Section = "Limits:Addresses";

    /// <summary>Calls that change something, in 15 minutes. The default is 100.</summary>
    [Range(0, 1_000_000)]
    public int Changes { get; set; } = 100;

    /// <summary>Calls that only read, in 15 minutes. The default is 1,000.</summary>
    [Range(0, 1_000_000)]
    public int Reads { get; set; } = 1_000;

    /// <summary>Uploads in an hour. The default is 20.</summary>
    [Range(0, 1_000_000)]
    public int Uploads { get; set; } = 20;
}
