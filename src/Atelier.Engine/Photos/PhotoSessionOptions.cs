using System.ComponentModel.DataAnnotations;

namespace Atelier.Engine.Photos;

/// <summary>How long photo sessions live (requirements B-53, B-54).</summary>
public sealed class PhotoSessionOptions
{
    public const string Section = "Photo";

    /// <summary>Minutes without activity after which a session goes, 1 to 10080. The default is 240.</summary>
    [Range(1, 10_080, ErrorMessage = "Photo:IdleMinutes must be 1 to 10080.")]
    public int IdleMinutes { get; set; } = 240;

    /// <summary>Minutes from the last download to the end of its session, 1 to 10080. The default is 120.</summary>
    [Range(1, 10_080, ErrorMessage = "Photo:CleanMinutes must be 1 to 10080.")]
    public int CleanMinutes { get; set; } = 120;

    /// <summary>Minutes from one sweep to the next, 1 to 1440. The default is 30.</summary>
    [Range(1, 1440, ErrorMessage = "Photo:SweepMinutes must be 1 to 1440.")]
    public int SweepMinutes { get; set; } = 30;

    internal TimeSpan Idle => TimeSpan.FromMinutes(IdleMinutes);

    internal TimeSpan Sweep => TimeSpan.FromMinutes(SweepMinutes);

    /// <summary><see cref="CleanMinutes"/> as a span.</summary>
    public TimeSpan Clean => TimeSpan.FromMinutes(CleanMinutes);
}
