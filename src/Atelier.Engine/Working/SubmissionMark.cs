namespace Atelier.Engine.Working;

/// <summary>Whether a claim came as far as its call.</summary>
internal sealed class SubmissionMark
{
    public bool Begun { get; set; }
}
