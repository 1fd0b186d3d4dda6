using System.ComponentModel.DataAnnotations;

namespace Atelier.Engine.Previews;

/// <summary>Pictures that are shown before they are finished, under <c>Previews</c>.</summary>
public sealed class PreviewOptions
{
    public const string Section = "Previews";

    /// <summary>Whether any are shown. The default is yes.</summary>
    public bool Enabled { get; set; } = true;

    /// <summary>Seconds from one to the next of a generation, at least. The default is one second.</summary>
    [Range(0.05, 60)]
    public double EverySeconds { get; set; } = 1;

    /// <summary>How many are made at a time at one node; what comes meanwhile is passed over. The default is 2.</summary>
    [Range(1, 64)]
    public int AtOnce { get; set; } = 2;
}
