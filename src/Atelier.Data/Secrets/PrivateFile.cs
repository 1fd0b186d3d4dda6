namespace Atelier.Data.Secrets;

/// <summary>Files that only their owner may read, written whole or not at all.</summary>
public static class PrivateFile
{
    public static void Write(string path, string text)
    {
        var temporary = path + ".tmp";
        File.Delete(temporary);
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        using (var writer = new StreamWriter(temporary, options))
        {
            writer.WriteLine(text);
        }

        File.Move(temporary, path, overwrite: true);
    }
}
