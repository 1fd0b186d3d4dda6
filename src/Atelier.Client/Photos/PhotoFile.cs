namespace Atelier.Client.Photos;

/// <summary>Which file of a session.</summary>
public enum PhotoFile
{
    /// <summary>The result of its latest completed task.</summary>
    Output,

    /// <summary>The photo that was uploaded.</summary>
    Input,
}
