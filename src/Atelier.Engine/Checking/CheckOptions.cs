namespace Atelier.Engine.Checking;

/// <summary>How pictures are checked.</summary>
public sealed class CheckOptions
{
    public const string Section = "Policy";

    /// <summary>Whether every check that is switched on must be available. The default is <c>available</c>: what there is, is asked.</summary>
    public ImageRule Image { get; set; } = ImageRule.Available;

    /// <summary>How long one check may take before the picture is parked. The default is 20 seconds.</summary>
    public TimeSpan CheckTimeout { get; set; } = TimeSpan.FromSeconds(20);
}
