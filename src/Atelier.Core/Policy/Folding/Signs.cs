namespace Atelier.Core.Policy.Folding;

/// <summary>Signs and digits that stand for letters, as in <c>p0rn</c> or <c>$ex</c>.</summary>
internal static class Signs
{
    /// <summary>Whether it is a sign that may be part of a word.</summary>
    public static bool IsSign(char letter) => letter is '@' or '$' or '!' or '|' or '+' or '*' or LetterTable.Picture;

    /// <summary>Whether a word that begins or ends with it has it for show.</summary>
    public static bool IsTrimmed(char letter) => letter is '!' or '|' or '+' or '*' or LetterTable.Picture;

    /// <summary>Whether it may be an i and an l.</summary>
    public static bool IsStroke(char letter) => letter is '1' or '!' or '|';

    /// <summary>The letters that may stand behind a sign that hides one; empty for all others.</summary>
    public static string Behind(char letter) =>
        letter switch
        {
            '*' => "abcdefghijklmnopqrstuvwxyz",
            LetterTable.Picture => "aeiou",
            _ => "",
        };

    /// <summary>The letter it stands for; itself for letters.</summary>
    /// <param name="stroke">What a stroke is read as: i or l.</param>
    public static char Read(char letter, char stroke) =>
        letter switch
        {
            '0' => 'o',
            '1' or '!' or '|' => stroke,
            '3' => 'e',
            '4' or '@' => 'a',
            '5' or '$' => 's',
            '6' => 'g',
            '7' or '+' => 't',
            '8' => 'b',
            '9' => 'g',
            _ => letter,
        };
}
