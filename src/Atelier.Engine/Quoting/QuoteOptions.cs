using System.ComponentModel.DataAnnotations;

namespace Atelier.Engine.Quoting;

/// <summary>Quotes, under <c>Quotes</c>.</summary>
public sealed class QuoteOptions
{
    public const string Section = "Quotes";

    /// <summary>Minutes that a quote holds. The default is 15.</summary>
    [Range(1, 1440)]
    public int Minutes { get; set; } = 15;

    /// <summary>Quotes of an account that hold and were not used, at most; more are refused until some end. The default is 1,000.</summary>
    [Range(1, 100_000)]
    public int MostOpen { get; set; } = 1000;
}
