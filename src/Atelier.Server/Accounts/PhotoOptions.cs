using System.ComponentModel.DataAnnotations;

namespace Atelier.Server.Accounts;

/// <summary>Who may come without a key, and how uploads are taken.</summary>
internal sealed class PhotoOptions
{
    public const string Section = "Photo";

    /// <summary>Whether visitors get an account by a cookie (requirement B-68). The default is false.</summary>
    public bool AllowAnonymous { get; set; }

    /// <summary>What names of downloads begin with (requirement B-42). 1 to 40 letters, digits, dots, dashes. The default is the seed's.</summary>
    [RegularExpression(
        "^[A-Za-z0-9][A-Za-z0-9._-]{0,39}$",
        ErrorMessage = "Photo:Brand must be 1 to 40 letters, digits, dots, dashes and underscores."
    )]
    public string Brand { get; set; } = "CodeLeonardo";

    /// <summary>Uploads that are in memory as a whole at a time, 1 to 64; others wait in files of this node. The default is one a core, at most 4.</summary>
    [Range(1, 64, ErrorMessage = "Photo:MaxInMemory must be 1 to 64.")]
    public int MaxInMemory { get; set; } = Math.Min(4, Environment.ProcessorCount);

    /// <summary>Uploads that are read or wait at a time on this node, 1 to 10000; further ones, and some of a sender who has many, get 503. The default is 256.</summary>
    [Range(1, 10_000, ErrorMessage = "Photo:MaxUploads must be 1 to 10000.")]
    public int MaxUploads { get; set; } = 256;

    /// <summary>Bytes of an upload that must come each second, on average, 1 to 1048576. The default is 51200.</summary>
    [Range(1, 1_048_576, ErrorMessage = "Photo:LeastBytesPerSecond must be 1 to 1048576.")]
    public int LeastBytesPerSecond { get; set; } = 50 * 1024;

    /// <summary>Seconds before an upload must come at that rate, 1 to 60. The default is 5.</summary>
    [Range(1, 60, ErrorMessage = "Photo:GraceSeconds must be 1 to 60.")]
    public int GraceSeconds { get; set; } = 5;

    /// <summary>Seconds that an upload may stand still, 1 to 600. The default is 30.</summary>
    [Range(1, 600, ErrorMessage = "Photo:SilenceSeconds must be 1 to 600.")]
    public int SilenceSeconds { get; set; } = 30;
}
