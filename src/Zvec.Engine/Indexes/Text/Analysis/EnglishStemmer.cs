namespace Zvec.Engine.Indexes.Text.Analysis;

/// <summary>Snowball's English stemmer, as of version 3.1: M. F. Porter, "The English (Porter2) stemming algorithm", section "Definition of
/// the English stemmer" with its exceptional forms, https://snowballstem.org/algorithms/english/stemmer.html. The steps and regions are named
/// as there.</summary>
/// <remarks>For words in lower case. What is no English letter counts as a consonant.</remarks>
internal ref struct EnglishStemmer
{
    private readonly Span<char> _word;
    private int _length;
    private int _r1;
    private int _r2;

    private EnglishStemmer(Span<char> word, int length)
    {
        _word = word;
        _length = length;
    }

    /// <summary>Stems a word where it stands; stems are never longer than words.</summary>
    /// <param name="word">The word.</param>
    /// <returns>The stem's length.</returns>
    public static int Stem(Span<char> word)
    {
        if (word.Length <= 2)
            return word.Length;
        if (EnglishStems.Exception(word) is { } stem)
        {
            stem.CopyTo(word);
            return stem.Length;
        }

        foreach (ref char letter in word)
        {
            if (letter is '\u2019' or '\u2018' or '\u201B')
                letter = '\'';
        }

        int length = word.Length;
        if (word[0] == '\'')
        {
            word[1..].CopyTo(word);
            length--;
        }

        var stemmer = new EnglishStemmer(word, length);
        stemmer.Run();
        return stemmer._length;
    }

    private void Run()
    {
        bool marked = MarkConsonants();
        FindRegions();
        Step0();
        Step1A();
        Step1B();
        Step1C();
        Replace(EnglishStems.Step2);
        Replace(EnglishStems.Step3);
        Step4();
        Step5();
        if (marked)
            _word[.._length].Replace('Y', 'y');
    }

    /// <summary>Marks each <c>y</c> that is a consonant as <c>Y</c>.</summary>
    private readonly bool MarkConsonants()
    {
        bool marked = false;
        for (int i = 0; i < _length; i++)
        {
            if (_word[i] == 'y' && (i == 0 || IsVowel(_word[i - 1])))
            {
                _word[i] = 'Y';
                marked = true;
            }
        }

        return marked;
    }

    private void FindRegions()
    {
        _r1 = EnglishStems.RegionPrefix(_word[.._length]) is var prefix and > 0 ? prefix : RegionFrom(0);
        _r2 = RegionFrom(_r1);
    }

    /// <summary>The place behind the first consonant behind a vowel, from a place on.</summary>
    private readonly int RegionFrom(int start)
    {
        for (int i = start + 1; i < _length; i++)
        {
            if (!IsVowel(_word[i]) && IsVowel(_word[i - 1]))
                return i + 1;
        }

        return _length;
    }

    private void Step0()
    {
        if (EndsWith("'s'"))
            _length -= 3;
        else if (EndsWith("'s"))
            _length -= 2;
        else if (EndsWith("'"))
            _length--;
    }

    private void Step1A()
    {
        if (EndsWith("sses"))
            _length -= 2;
        else if (EndsWith("ied") || EndsWith("ies"))
            _length -= _length > 4 ? 2 : 1;
        else if (EndsWith("s") && !EndsWith("us") && !EndsWith("ss") && HasVowel(_length - 2))
            _length--;
    }

    private void Step1B()
    {
        int suffix = EndsWith("eedly") ? 5 : EndsWith("eed") ? 3 : 0;
        if (suffix > 0)
        {
            int start = _length - suffix;
            if (start >= _r1 && !EnglishStems.KeepsEed(_word[..start]))
                _length = start + 2;
            return;
        }

        suffix = EndsWith("ingly") ? 5 : EndsWith("edly") ? 4 : EndsWith("ing") ? 3 : EndsWith("ed") ? 2 : 0;
        if (suffix == 0 || (suffix == 3 && IsExceptionOfIng()) || !HasVowel(_length - suffix))
            return;

        _length -= suffix;
        if (EndsWith("at") || EndsWith("bl") || EndsWith("iz"))
        {
            _word[_length++] = 'e';
        }
        else if (EndsWithDouble())
        {
            if (_length != 3 || _word[0] is not ('a' or 'e' or 'o'))
                _length--;
        }
        else if (_length == _r1 && EndsWithShortSyllable(_length))
        {
            _word[_length++] = 'e';
        }
    }

    /// <summary>Whether the word in <c>ing</c> is one of those that step 1b treats otherwise, and done with.</summary>
    private bool IsExceptionOfIng()
    {
        if (_length == 5 && _word[1] == 'y' && !IsVowel(_word[0]))
        {
            "ie".CopyTo(_word[1..]);
            _length = 3;
            return true;
        }

        return EnglishStems.KeepsIng(_word[..(_length - 3)]);
    }

    private readonly void Step1C()
    {
        if (_length > 2 && _word[_length - 1] is 'y' or 'Y' && !IsVowel(_word[_length - 2]))
            _word[_length - 1] = 'i';
    }

    /// <summary>Replaces the longest of some suffixes, when it is in R1 and its condition holds.</summary>
    private void Replace(EnglishSuffix[] suffixes)
    {
        foreach (EnglishSuffix suffix in suffixes)
        {
            if (!EndsWith(suffix.Text))
                continue;
            int start = _length - suffix.Text.Length;
            if (start >= _r1 && (!suffix.OnlyInR2 || start >= _r2) && (suffix.After is null || (start > 0 && suffix.After.Contains(_word[start - 1]))))
            {
                suffix.Replacement.CopyTo(_word[start..]);
                _length = start + suffix.Replacement.Length;
            }

            return;
        }
    }

    private void Step4() => Replace(EnglishStems.Step4);

    private void Step5()
    {
        int start = _length - 1;
        if (start < 0)
            return;
        if (_word[start] == 'e')
        {
            if (start >= _r2 || (start >= _r1 && !EndsWithShortSyllable(start)))
                _length = start;
        }
        else if (_word[start] == 'l' && start >= _r2 && start > 0 && _word[start - 1] == 'l')
        {
            _length = start;
        }
    }

    private readonly bool EndsWith(string suffix) => _word[.._length].EndsWith(suffix, StringComparison.Ordinal);

    private readonly bool EndsWithDouble() =>
        _length > 1 && _word[_length - 1] == _word[_length - 2]
        && _word[_length - 1] is 'b' or 'd' or 'f' or 'g' or 'm' or 'n' or 'p' or 'r' or 't';

    private readonly bool EndsWithShortSyllable(int length)
    {
        if (_word[..length].EndsWith("past", StringComparison.Ordinal))
            return true;
        if (length < 2 || IsVowel(_word[length - 1]) || !IsVowel(_word[length - 2]))
            return false;
        return length == 2 || (!IsVowel(_word[length - 3]) && _word[length - 1] is not ('w' or 'x' or 'Y'));
    }

    private readonly bool HasVowel(int length)
    {
        for (int i = 0; i < length; i++)
        {
            if (IsVowel(_word[i]))
                return true;
        }

        return false;
    }

    private static bool IsVowel(char letter) => letter is 'a' or 'e' or 'i' or 'o' or 'u' or 'y';
}
