namespace Atelier.Server.Reviews;

/// <summary>A picture that must not be delivered: one of ours, or a hash from elsewhere.</summary>
internal sealed class KnownPictureBody
{
    /// <summary>One of our images, in review or not, of any account.</summary>
    public Guid? ImageId { get; set; }

    /// <summary>Instead of an image its perceptual hash: 16 hexadecimal digits.</summary>
    public string? Hash { get; set; }

    /// <summary>What you call it; 1 to 200 characters.</summary>
    public string? Label { get; set; }
}
