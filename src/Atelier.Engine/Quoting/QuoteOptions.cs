using System.ComponentModel.DataAnnotations;

namespace Atelier.Engine.Quoting;

/// <summary>Quotes, under <c>Quotes</c>.</summary>
public sealed class QuoteOptions
{
    public const string Section = "Quotes";

    /// <summary>Minutes that a quote holds. The default is 15.</summary>
    [Range(1, 1440)]
    public int Minutes { get; set; } = 15;
}
