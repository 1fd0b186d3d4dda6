namespace Atelier.Data.Photos;

/// <summary>What the statements about photo sessions share.</summary>
internal static class PhotoSessionSql
{
    /// <summary>Whether a row s of photo_sessions may be used: nobody cleans it up, and nothing says that somebody should.</summary>
    public const string IsActive = "s.state = 'active' AND NOT photo_session_is_due(s)";
}
